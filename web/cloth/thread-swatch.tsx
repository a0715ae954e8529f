/** A bit of somebody's yarn, in front of their name. */
import type { CSSProperties } from "react";
import type { ClothThread } from "./cloth-row.ts";
import { hueOf } from "../identity-hue.ts";

export const ThreadSwatch = ({ thread: { who, isOwn, state } }: { readonly thread: ClothThread }) => (
  <span
    className="cloth-swatch"
    data-own={isOwn}
    data-state={state}
    aria-hidden="true"
    style={{ "--thread-hue": hueOf(who) } as CSSProperties}
  />
);
