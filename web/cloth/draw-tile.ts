/** One tile of the cloth on a canvas: some rows, the bare warp below the last one, and the piece of the loss curve beside them. */
import { layRow, type LossRange, lossOffset, type Weave, type Widths } from "./cloth-layout.ts";
import type { ClothRow, ThreadState } from "./cloth-row.ts";
import { type ClothColors, shadeOf, ThreadDyes } from "./thread-color.ts";
import { looseImage, type WarpColor, warpImage, weaveImage } from "./weave-pattern.ts";

/** Everything that is made once for a theme and a weave. */
export interface Loom {
  readonly weave: Weave;
  readonly dyes: ThreadDyes;
  readonly curve: string;
  /** Null where the browser makes no patterns. */
  readonly over: CanvasPattern | null;
  readonly loose: CanvasPattern | null;
  readonly behind: CanvasPattern | null;
}

export function setUpLoom(context: CanvasRenderingContext2D, weave: Weave, colors: ClothColors): Loom {
  const warp = bytesOf(context, colors.warp);
  const pattern = (image: ImageData) => {
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext("2d")?.putImageData(image, 0, 0);
    return context.createPattern(canvas, "repeat");
  };
  return {
    weave,
    dyes: new ThreadDyes(colors),
    curve: colors.curve,
    over: pattern(weaveImage(weave, warp)),
    loose: pattern(looseImage(weave)),
    behind: pattern(warpImage(weave, warp)),
  };
}

/** Any CSS colour as the canvas understands it. The context must have nothing on it that is still needed. */
function bytesOf(context: CanvasRenderingContext2D, color: string): WarpColor {
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

/** What a tile shows. Lengths in device pixels. */
export interface TileContent {
  readonly rows: readonly ClothRow[];
  /** Its first row, and how many have room in it. */
  readonly from: number;
  readonly rowCount: number;
  /** Rows of the cloth that are woven, from the first one of all on. */
  readonly wovenCount: number;
  readonly widths: Widths;
  readonly range: LossRange | null;
  /** Whether the inline start is on the right. */
  readonly isRtl: boolean;
  /** Device pixels of a CSS pixel. */
  readonly density: number;
}

export function drawTile(context: CanvasRenderingContext2D, loom: Loom, content: TileContent): void {
  const { rowCount, widths } = content;
  context.globalCompositeOperation = "source-over";
  context.clearRect(0, 0, widths.cloth + widths.selvedge, rowCount * loom.weave.rowHeight);
  const yarns = drawYarns(context, loom, content);
  const loose = yarns.filter(({ state }) => state === "pending");
  lay(context, loom.loose, "destination-out", loose);
  // All at once, however many threads there are.
  const cloth = {
    x: content.isRtl ? widths.selvedge : 0,
    y: 0,
    width: widths.cloth,
    height: rowCount * loom.weave.rowHeight,
  };
  lay(context, loom.over, "source-atop", [cloth]);
  lay(context, loom.behind, "destination-over", [cloth]);
  context.globalCompositeOperation = "source-over";
  drawCurve(context, loom, content);
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Yarn extends Box {
  readonly state: ThreadState;
}

/** Plain colour. @returns where it is */
function drawYarns(
  context: CanvasRenderingContext2D,
  { weave: { rowHeight: height }, dyes }: Loom,
  { from, rowCount, wovenCount, rows, widths, isRtl }: TileContent,
): readonly Yarn[] {
  const yarns: Yarn[] = [];
  for (const [index, row] of rows.slice(from, Math.min(wovenCount, from + rowCount)).entries()) {
    const shade = shadeOf(row.commit);
    for (const { thread, start, size } of layRow(row, widths.cloth)) {
      if (thread.state === "rejected") continue;
      const width = Math.max(1, size - 1); // the last pixel parts it from its neighbour
      const x = isRtl ? widths.selvedge + widths.cloth - start - width : start;
      const yarn = { x, y: index * height, width, height, state: thread.state };
      context.fillStyle = dyes.of(thread, shade);
      context.fillRect(yarn.x, yarn.y, width, height);
      yarns.push(yarn);
    }
  }
  return yarns;
}

function lay(
  context: CanvasRenderingContext2D,
  pattern: CanvasPattern | null,
  how: GlobalCompositeOperation,
  boxes: readonly Box[],
): void {
  if (pattern === null) return;
  context.globalCompositeOperation = how;
  context.fillStyle = pattern;
  for (const { x, y, width, height } of boxes) context.fillRect(x, y, width, height);
}

/** CSS pixels. */
const CURVE_WIDTH = 1.5;
const DOT_RADIUS = 2.5;

/** From the middle of the row before the tile to that of the row after it, so that the pieces meet; the newest one has a dot. */
function drawCurve(context: CanvasRenderingContext2D, loom: Loom, content: TileContent): void {
  const { rows, from, rowCount, wovenCount, range, density, widths, isRtl } = content;
  if (range === null) return;
  const total = widths.cloth + widths.selvedge;
  const place = (index: number): readonly [x: number, y: number] | null => {
    const loss = rows[index]?.loss ?? null;
    if (loss === null) return null;
    const offset = lossOffset(loss, range, widths);
    return [isRtl ? total - offset : offset, (index - from + 0.5) * loom.weave.rowHeight];
  };
  context.strokeStyle = loom.curve;
  context.fillStyle = loom.curve;
  context.lineWidth = CURVE_WIDTH * density;
  context.lineJoin = "round";
  context.beginPath();
  const newest = wovenCount - 1;
  for (let index = Math.max(0, from - 1); index <= Math.min(newest, from + rowCount); index++) {
    const point = place(index);
    if (point !== null) context.lineTo(...point);
  }
  context.stroke();
  const end = newest >= from && newest < from + rowCount ? place(newest) : null;
  if (end === null) return;
  context.beginPath();
  context.arc(...end, DOT_RADIUS * density, 0, 2 * Math.PI);
  context.fill();
}
