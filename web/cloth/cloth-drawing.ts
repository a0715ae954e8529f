/** Woven rows as elements of a drawing, from its origin on: what files, certificates and the pictures of links have in common. The same in every theme. */
import { layRow } from "./cloth-layout.ts";
import type { ClothRow, ThreadState } from "./cloth-row.ts";
import { type ClothColors, shadeOf, ThreadDyes } from "./thread-color.ts";

const WARP = "#e2dcd3";
export const DRAWN_COLORS: ClothColors = {
  thread: "oklch(0.73 0.085 0)",
  own: "oklch(0.62 0.2 0)",
  warp: WARP,
  curve: "#2b2622",
};

/** Where the cloth is stretched. */
export interface Frame {
  readonly width: number;
  /** Of the whole: below the last row the warp is bare. */
  readonly height: number;
  readonly rowHeight: number;
}

/** In lower rows the structure of the weave would be grey. */
const LEAST_ROW_FOR_WEAVE = 6;
/** Picks of a row, and the distance of the warp ends in picks. */
const PICKS = 4;
/** Of a row's height: the rest parts it from the next. */
const THICKNESS = 0.95;
/** How much is left of a thread that is not audited, where it is open. */
const LOOSE = 0.35;

/** At most once in a drawing, because the patterns have names. */
export function drawCloth(rows: readonly ClothRow[], frame: Frame): readonly string[] {
  const isFine = frame.rowHeight >= LEAST_ROW_FOR_WEAVE;
  const woven = { ...frame, height: rows.length * frame.rowHeight };
  return [
    ...(isFine ? structure(woven) : []),
    ...(isFine ? [cover(frame, "warp")] : []),
    ...threads(rows, frame, "audited"),
    `<g ${isFine ? 'mask="url(#loose)"' : 'opacity="0.6"'}>`,
    ...threads(rows, frame, "pending"),
    "</g>",
    ...(isFine ? [cover(woven, "weave")] : []),
  ];
}

/** One path for each colour keeps thousands of rows in a file that opens at once. Rejected threads are gaps. */
function threads(
  rows: readonly ClothRow[],
  { width: clothWidth, rowHeight }: Frame,
  state: ThreadState,
): readonly string[] {
  const dyes = new ThreadDyes(DRAWN_COLORS);
  const paths = new Map<string, string[]>();
  rows.forEach((row, index) => {
    const shade = shadeOf(row.commit);
    for (const { thread, start, size } of layRow(row, clothWidth)) {
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
function structure(frame: Frame): readonly string[] {
  const pick = round(frame.rowHeight / PICKS);
  const [pitch, half] = [pick, round(pick / 2)];
  const size = (columns: number, picks: number) =>
    `width="${round(columns * pitch)}" height="${round(picks * pick)}" patternUnits="userSpaceOnUse"`;
  const box = (column: number, row: number, width: number) =>
    `M${round(column * half)} ${round(row * pick)}h${round(width * half)}v${pick}h${round(-width * half)}z`;
  const open = [0, 1, 2, 3].map((row) => box((4 - row) % 4, row, 2) + box(-row, row, 2)).join("");
  return [
    "<defs>",
    `<pattern id="warp" ${size(1, PICKS)}><path fill="${WARP}" d="M${round(pitch * 0.3)} 0h${round(pitch * 0.4)}v${round(frame.rowHeight)}h${round(-pitch * 0.4)}z"/></pattern>`,
    `<pattern id="weave" ${size(2, 2)}><path fill="${WARP}" fill-opacity="0.42" d="${box(2.5, 0, 1)}${box(0.5, 1, 1)}"/></pattern>`,
    `<pattern id="twill" ${size(2, PICKS)}><rect width="100%" height="100%" fill="#fff"/><path fill="#000" fill-opacity="${1 - LOOSE}" d="${open}"/></pattern>`,
    `<mask id="loose" maskUnits="userSpaceOnUse" x="0" y="0" width="${frame.width}" height="${round(frame.height)}">${cover(frame, "twill")}</mask>`,
    "</defs>",
  ];
}

const cover = ({ width, height }: Pick<Frame, "width" | "height">, pattern: string): string =>
  `<rect width="${width}" height="${round(height)}" fill="url(#${pattern})"/>`;

/** To the hundredth of a pixel. */
export const round = (length: number): number => Math.round(length * 100) / 100;
