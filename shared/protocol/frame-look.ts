/** How the widget's frame stands in a page, whoever puts it there: the loader, or somebody who pastes the plain frame. */

/** What a screen reader says of the frame. */
export const FRAME_TITLE = "Donate computing with Tabloom";
/** Popups: the links to Tabloom, which open as ordinary pages. */
export const FRAME_SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox";
/** Beyond what any page may do. The frame works with none of it. */
export const FRAME_FEATURES = ["compute-pressure", "cross-origin-isolated"] as const;
export const FRAME_ALLOW = FRAME_FEATURES.join("; ");

/** Narrower than this, a bar's words and buttons stand one above the other. CSS pixels. */
export const WIDE_BAR = 640;

export type FrameSize = "button" | "bar" | "card";

export interface FrameLook {
  /** In CSS. */
  readonly width: string;
  /** CSS pixels. */
  readonly height: number;
  readonly narrowHeight: number;
}

export const FRAME_SIZES: Readonly<Record<FrameSize, FrameLook>> = {
  button: { width: "240px", height: 72, narrowHeight: 72 },
  bar: { width: "100%", height: 72, narrowHeight: 120 },
  card: { width: "360px", height: 320, narrowHeight: 320 },
};

/** What is missing or unknown counts as a card. */
export function frameSizeNamed(name: string | null): FrameSize {
  return name !== null && Object.hasOwn(FRAME_SIZES, name) ? (name as FrameSize) : "card";
}
