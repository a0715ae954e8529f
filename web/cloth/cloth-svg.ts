/** The cloth as a drawing, for files, certificates and the pictures of links. A pure function of the rows, and the same in every theme. */
import { escapeXml } from "../../shared/ledger/exports/xml.ts";
import { layRow, lossOffset, lossRangeOf, type Widths, widthsOf } from "./cloth-layout.ts";
import type { ClothRow, ThreadState } from "./cloth-row.ts";
import { type ClothColors, shadeOf, ThreadDyes } from "./thread-color.ts";

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
const WARP = "#e2dcd3";
const COLORS: ClothColors = {
  thread: "oklch(0.73 0.085 0)",
  own: "oklch(0.62 0.2 0)",
  warp: WARP,
  curve: "#2b2622",
};

/** In lower rows the structure of the weave would be grey. */
const LEAST_ROW_FOR_WEAVE = 6;
/** Picks of a row, and the distance of the warp ends in picks. */
const PICKS = 4;
/** Of a row's height: the rest parts it from the next. */
const THICKNESS = 0.95;
/** How much is left of a thread that is not audited, where it is open. */
const LOOSE = 0.35;

/** @param title what it shows, for those who cannot see it @returns a document without scripts, fonts or references */
export function clothSvg(rows: readonly ClothRow[], title: string, picture: ClothPicture = FILE): string {
  const { width, mostHeight, margin } = picture;
  const rowHeight = Math.min(picture.rowHeight, (mostHeight - 2 * margin) / Math.max(1, rows.length));
  const widths = widthsOf(width - 2 * margin, 1);
  const inner = rows.length * rowHeight;
  const height = Math.ceil(inner + 2 * margin);
  const area = { widths, rowHeight, inner };
  const isFine = rowHeight >= LEAST_ROW_FOR_WEAVE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${PAPER}"/>`,
    `<g transform="translate(${margin} ${margin})">`,
    ...(isFine ? structure(area) : []),
    ...(isFine ? [cover(area, "warp")] : []),
    ...threads(rows, area, "audited"),
    `<g ${isFine ? 'mask="url(#loose)"' : 'opacity="0.6"'}>`,
    ...threads(rows, area, "pending"),
    "</g>",
    ...(isFine ? [cover(area, "weave")] : []),
    curve(rows, area),
    "</g></svg>",
  ].join("\n");
}

interface Area {
  readonly widths: Widths;
  readonly rowHeight: number;
  /** Height of all rows. */
  readonly inner: number;
}

/** One path for each colour keeps thousands of rows in a file that opens at once. Rejected threads are gaps. */
function threads(
  rows: readonly ClothRow[],
  { widths, rowHeight }: Area,
  state: ThreadState,
): readonly string[] {
  const dyes = new ThreadDyes(COLORS);
  const paths = new Map<string, string[]>();
  rows.forEach((row, index) => {
    const shade = shadeOf(row.commit);
    for (const { thread, start, size } of layRow(row, widths.cloth)) {
      if (thread.state !== state) continue;
      const color = dyes.of(thread, shade);
      const path = paths.get(color) ?? [];
      const width = Math.max(1, size - 1);
      path.push(`M${start} ${round(index * rowHeight)}h${width}v${round(rowHeight * THICKNESS)}h${-width}z`);
      paths.set(color, path);
    }
  });
  return [...paths].map(([color, pieces]) => `<path fill="${color}" d="${pieces.join("")}"/>`);
}

/** The same weaves as on the screen (weave-pattern.ts), as patterns: bare warp; ends that lie over the weft; and twill, which lets the warp be seen. */
function structure({ widths, rowHeight, inner }: Area): readonly string[] {
  const pick = round(rowHeight / PICKS);
  const [pitch, half] = [pick, round(pick / 2)];
  const size = (columns: number, picks: number) =>
    `width="${round(columns * pitch)}" height="${round(picks * pick)}" patternUnits="userSpaceOnUse"`;
  const box = (column: number, row: number, width: number) =>
    `M${round(column * half)} ${round(row * pick)}h${round(width * half)}v${pick}h${round(-width * half)}z`;
  const open = [0, 1, 2, 3].map((row) => box((4 - row) % 4, row, 2) + box(-row, row, 2)).join("");
  return [
    "<defs>",
    `<pattern id="warp" ${size(1, PICKS)}><path fill="${WARP}" d="M${round(pitch * 0.3)} 0h${round(pitch * 0.4)}v${round(rowHeight)}h${round(-pitch * 0.4)}z"/></pattern>`,
    `<pattern id="weave" ${size(2, 2)}><path fill="${WARP}" fill-opacity="0.42" d="${box(2.5, 0, 1)}${box(0.5, 1, 1)}"/></pattern>`,
    `<pattern id="twill" ${size(2, PICKS)}><rect width="100%" height="100%" fill="#fff"/><path fill="#000" fill-opacity="${1 - LOOSE}" d="${open}"/></pattern>`,
    `<mask id="loose" maskUnits="userSpaceOnUse" x="0" y="0" width="${widths.cloth}" height="${round(inner)}">${cover({ widths, inner }, "twill")}</mask>`,
    "</defs>",
  ];
}

const cover = ({ widths, inner }: Pick<Area, "widths" | "inner">, pattern: string): string =>
  `<rect width="${widths.cloth}" height="${round(inner)}" fill="url(#${pattern})"/>`;

function curve(rows: readonly ClothRow[], { widths, rowHeight }: Area): string {
  const range = lossRangeOf(rows);
  if (range === null) return "";
  const points = rows.flatMap(({ loss }, index) =>
    loss === null ? [] : [`${round(lossOffset(loss, range, widths))},${round((index + 0.5) * rowHeight)}`],
  );
  return `<polyline fill="none" stroke="${COLORS.curve}" stroke-width="2" stroke-linejoin="round" points="${points.join(" ")}"/>`;
}

const round = (length: number): number => Math.round(length * 100) / 100;
