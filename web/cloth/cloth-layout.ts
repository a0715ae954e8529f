/** Where everything lies on the cloth. Rows run down, threads from the inline start to the inline end; the loss curve has the margin behind it, the selvedge. */
import type { ClothRow, ClothThread } from "./cloth-row.ts";

/** How close the weave is. Lengths in device pixels, because what falls between two of them is blurred. */
export interface Weave {
  /** Of one row, which is several picks of the same yarn. */
  readonly rowHeight: number;
  /** Of one passage of the shuttle. */
  readonly pickHeight: number;
  /** From one warp end to the next; even. */
  readonly pitch: number;
  /** Rows of one tile. */
  readonly tileRows: number;
}

/** The fewer rows, the taller they are: three must look like cloth, and ten thousand must be seen. The yarn stays as fine. Picks are even, lengths CSS pixels. */
const WEAVES = [
  { mostRows: 12, picks: 6, pickHeight: 4, pitch: 4 },
  { mostRows: 100, picks: 4, pickHeight: 3, pitch: 4 },
  { mostRows: Infinity, picks: 2, pickHeight: 3, pitch: 4 },
] as const;

/** Tall enough that few are needed for a screen, small enough that one is drawn within a frame. */
const TILE_HEIGHT = 384;

/** @param density device pixels of a CSS pixel */
export function weaveFor(rowCount: number, density: number): Weave {
  const { picks, ...sizes } = WEAVES.find(({ mostRows }) => rowCount <= mostRows) ?? WEAVES[2];
  const pickHeight = Math.max(1, Math.round(sizes.pickHeight * density));
  return {
    rowHeight: picks * pickHeight,
    pickHeight,
    pitch: 2 * Math.max(1, Math.round((sizes.pitch / 2) * density)),
    tileRows: TILE_HEIGHT / (picks * sizes.pickHeight),
  };
}

/** A thread and where it lies, from the inline start of the row. */
export interface Band {
  readonly thread: ClothThread;
  readonly start: number;
  readonly size: number;
}

/** So that the smallest contributor can be seen; in the unit of the width. */
const LEAST_SIZE = 3;

/** @param width a whole number; the bands fill it without a gap @returns bands on whole numbers */
export function layRow({ threads }: Pick<ClothRow, "threads">, width: number): readonly Band[] {
  const least = Math.min(LEAST_SIZE, Math.floor(width / Math.max(1, threads.length)));
  const rest = width - least * threads.length;
  let share = 0;
  let start = 0;
  return threads.map((thread, index) => {
    share += thread.share;
    const end = index === threads.length - 1 ? width : Math.round(least * (index + 1) + rest * share);
    const band = { thread, start, size: end - start };
    start = end;
    return band;
  });
}

/** Widths of cloth and selvedge, together those of the whole. */
export interface Widths {
  readonly cloth: number;
  readonly selvedge: number;
}

/** CSS pixels. */
const SELVEDGE = { least: 44, most: 96, share: 0.12 };

export function widthsOf(width: number, density: number): Widths {
  const { least, most, share } = SELVEDGE;
  const selvedge = Math.round(Math.min(most, Math.max(least, (width / density) * share)) * density);
  return { cloth: Math.max(0, width - selvedge), selvedge: Math.min(width, selvedge) };
}

export interface LossRange {
  readonly low: number;
  readonly high: number;
}

/** Somebody may claim any loss, and the first ones are far above the others. What lies this many times above the middle one is drawn at the edge. */
const MOST_ABOVE_MEDIAN = 4;

/** Round numbers around all losses, which stay as they are for many rounds; null without any. */
export function lossRangeOf(rows: readonly ClothRow[]): LossRange | null {
  const losses = rows.flatMap(({ loss }) => (loss === null ? [] : [loss])).sort((a, b) => a - b);
  const [least, most] = [losses[0], losses.at(-1)];
  const median = losses[Math.floor(losses.length / 2)];
  if (least === undefined || most === undefined || median === undefined) return null;
  const top = median > 0 ? Math.min(most, median * MOST_ABOVE_MEDIAN) : most;
  const stepOf = (loss: number) => roundStep(Math.max(Math.abs(loss) / 5, 1e-9));
  const low = Math.floor(least / stepOf(least)) * stepOf(least);
  const high = Math.ceil(top / stepOf(top)) * stepOf(top);
  return { low, high: high > low ? high : low + stepOf(low) };
}

/** The largest of 1, 2 and 5 times a power of ten that is at most this. */
function roundStep(step: number): number {
  const power = Math.pow(10, Math.floor(Math.log10(step)));
  return ([5, 2].find((factor) => factor * power <= step) ?? 1) * power;
}

/** 0 at the cloth … 1 at the outer edge: the curve draws near as the model gets better. By ratios, so that late progress is seen as well as early. */
export function lossPlace(loss: number, { low, high }: LossRange): number {
  const size = low > 0 ? Math.log : (linear: number) => linear;
  const place = (size(Math.max(loss, low)) - size(low)) / (size(high) - size(low));
  return Math.min(1, Math.max(0, place));
}

/** Room beside the curve, as a share of the selvedge. */
const CURVE_MARGIN = 0.14;

/** Where a loss lies, from the inline start of the whole. */
export function lossOffset(loss: number, range: LossRange, { cloth, selvedge }: Widths): number {
  return cloth + selvedge * (CURVE_MARGIN + lossPlace(loss, range) * (1 - 2 * CURVE_MARGIN));
}
