/** What the host page asks for in the frame's address. It can only choose among looks, and ask for less. */
import { type FrameSize, frameSizeNamed } from "../../../shared/protocol/frame-look.ts";

const THEMES = ["auto", "light", "dark"] as const;

/** Megabytes an hour, in and out: what no host can raise. A round of the main project moves about a tenth of one. */
export const FRAME_DATA_CAP_MB = 50;
/** An id in hexadecimal digits; built-in names are shorter. */
const LINK_CHARACTERS = 64;
const LANGUAGE_CHARACTERS = 35;

export interface FrameOptions {
  /** As in the page's own address; null for the main project. */
  readonly project: string | null;
  readonly size: FrameSize;
  readonly theme: (typeof THEMES)[number];
  /** A BCP 47 tag; null: the visitor's. */
  readonly language: string | null;
  /** Megabytes an hour, from 1 to FRAME_DATA_CAP_MB. */
  readonly dataCapMb: number;
}

/** What is missing, unknown or too long counts as not said. @param query as in `location.search` */
export function parseFrameOptions(query: string): FrameOptions {
  const said = new URLSearchParams(query);
  const short = (name: string, longest: number) => {
    const text = said.get(name) ?? "";
    return text !== "" && text.length <= longest ? text : null;
  };
  const cap = Number(/^\d{1,4}$/.exec(said.get("cap") ?? "")?.[0] ?? Number.NaN);
  return {
    project: short("project", LINK_CHARACTERS),
    size: frameSizeNamed(said.get("size")),
    theme: THEMES.find((theme) => theme === said.get("theme")) ?? "auto",
    language: short("lang", LANGUAGE_CHARACTERS),
    dataCapMb: cap >= 1 && cap < FRAME_DATA_CAP_MB ? cap : FRAME_DATA_CAP_MB,
  };
}
