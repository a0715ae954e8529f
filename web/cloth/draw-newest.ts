/** The newest three rows, small: the icon of the tab, and the widget's sign of life. */
import { layRow } from "./cloth-layout.ts";
import type { ClothRow } from "./cloth-row.ts";
import { ThreadDyes } from "./thread-color.ts";

export const NEWEST_ROWS = 3;
/** Of the height: between two rows, and above and below all of them. */
const GAP_SHARE = 1 / 12;

/** On light and dark alike. */
const COLORS = { thread: "oklch(0.73 0.085 0)", own: "oklch(0.65 0.2 0)" };

/** Draws over all of the canvas. @param rows the newest last; the last three are drawn */
export function drawNewest(context: CanvasRenderingContext2D, rows: readonly ClothRow[]): void {
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  const newest = rows.slice(-NEWEST_ROWS);
  const dyes = new ThreadDyes(COLORS);
  const gap = height * GAP_SHARE;
  const rowHeight = (height - gap) / NEWEST_ROWS - gap;
  const bottom = height - newest.length * (rowHeight + gap);
  newest.forEach((row, index) => {
    for (const { thread, start, size } of layRow(row, width)) {
      if (thread.state === "rejected") continue;
      context.fillStyle = dyes.of(thread);
      context.fillRect(start, bottom + index * (rowHeight + gap), size, rowHeight);
    }
  });
}
