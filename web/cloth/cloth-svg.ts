/** The cloth as a drawing of its own, with the loss beside it. A pure function of the rows. */
import { escapeXml } from "../../shared/ledger/exports/xml.ts";
import { DRAWN_COLORS, drawCloth, round } from "./cloth-drawing.ts";
import { lossOffset, lossRangeOf, type Widths, widthsOf } from "./cloth-layout.ts";
import type { ClothRow } from "./cloth-row.ts";

export interface ClothPicture {
  readonly width: number;
  /** At most; few rows take less. */
  readonly mostHeight: number;
  readonly rowHeight: number;
  readonly margin: number;
}

/** Of a file. Browsers make pictures of it that are twice as large, and none longer than 16,384 pixels. */
const FILE: ClothPicture = { width: 1200, mostHeight: 8000, rowHeight: 16, margin: 48 };

const PAPER = "#fbf9f6";

/** @param title what it shows, for those who cannot see it @returns a document without scripts, fonts or references */
export function clothSvg(rows: readonly ClothRow[], title: string, picture: ClothPicture = FILE): string {
  const { width, mostHeight, margin } = picture;
  const rowHeight = Math.min(picture.rowHeight, (mostHeight - 2 * margin) / Math.max(1, rows.length));
  const widths = widthsOf(width - 2 * margin, 1);
  const inner = rows.length * rowHeight;
  const height = Math.ceil(inner + 2 * margin);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${PAPER}"/>`,
    `<g transform="translate(${margin} ${margin})">`,
    ...drawCloth(rows, { width: widths.cloth, height: inner, rowHeight }),
    drawLoss(rows, widths, rowHeight),
    "</g></svg>",
  ].join("\n");
}

/** The loss along the selvedge, in the coordinates of the cloth; nothing where no loss is known. */
export function drawLoss(rows: readonly ClothRow[], widths: Widths, rowHeight: number): string {
  const range = lossRangeOf(rows);
  if (range === null) return "";
  const points = rows.flatMap(({ loss }, index) =>
    loss === null ? [] : [`${round(lossOffset(loss, range, widths))},${round((index + 0.5) * rowHeight)}`],
  );
  return `<polyline fill="none" stroke="${DRAWN_COLORS.curve}" stroke-width="2" stroke-linejoin="round" points="${points.join(" ")}"/>`;
}
