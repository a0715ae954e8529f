/** A round as one row of yarn: as wide as the shares, in the order of the cloth. What it says stands below it in words. */
import type { CSSProperties } from "react";
import type { ClothThread } from "../cloth/cloth-row.ts";
import { hueOf } from "../identity-hue.ts";

export const hueStyle = ({ who }: ClothThread) => ({ "--thread-hue": hueOf(who) }) as CSSProperties;

export const RoundBar = ({ threads }: { readonly threads: readonly ClothThread[] }) => (
  <div className="round-bar" aria-hidden="true">
    {threads.map((thread) => (
      <span
        key={`${thread.who} ${thread.state}`}
        className="thread"
        data-own={thread.isOwn}
        data-state={thread.state}
        style={{ ...hueStyle(thread), flexGrow: thread.share }}
      />
    ))}
  </div>
);
