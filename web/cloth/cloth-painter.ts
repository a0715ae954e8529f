/**
 * The cloth on the screen, in tiles: canvases that scroll by themselves, of which only those near the view exist. So ten thousand rows cost as much as a
 * hundred, and scrolling waits for nobody.
 */
import { watchTheme } from "../watch-theme.ts";
import { lossRangeOf, type LossRange, type Weave, weaveFor, widthsOf } from "./cloth-layout.ts";
import type { ClothRow } from "./cloth-row.ts";
import { readColors } from "./cloth-theme.ts";
import { drawTile, type Loom, setUpLoom } from "./draw-tile.ts";
import { slideIn } from "./slide-in.ts";

export interface ClothPlaces {
  /** What scrolls. */
  readonly view: HTMLElement;
  /** As tall as all rows. */
  readonly fabric: HTMLElement;
  /** Gets the canvases; nobody else writes into it. */
  readonly tiles: HTMLElement;
}

interface Tile {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  index: number;
  isStale: boolean;
}

/** What somebody looks at. */
interface Anchor {
  /** The newest row, whichever that is. */
  readonly isAtEnd: boolean;
  /** At the top of the view; null beside the rows. */
  readonly round: number | null;
  /** As much of it is above the view, from 0 to 1. */
  readonly into: number;
}

const END: Anchor = { isAtEnd: true, round: null, into: 0 };

/** Bare warp below the last row, CSS pixels: the cloth goes on. */
export const BARE_WARP = 20;
/** Nearer to the end than this, somebody is looking at the newest row. CSS pixels. */
const NEAR_END = 24;

export class ClothPainter {
  readonly #places: ClothPlaces;
  readonly #closing: (() => void)[] = [];
  readonly #tiles: Tile[] = [];
  #rows: readonly ClothRow[] = [];
  #range: LossRange | null = null;
  /** Device pixels of a CSS pixel, as of the last drawing. */
  #density = devicePixelRatio;
  #weave: Weave = weaveFor(0, devicePixelRatio);
  #loom: Loom | null = null;
  /** Rows that have come to rest. */
  #wovenCount = 0;
  #endSlide: (() => void) | null = null;
  #frame = 0;
  /** The browser has told the view's size: to ask for it before would have it lay out the whole page at once. */
  #isLaidOut = false;

  constructor(places: ClothPlaces) {
    this.#places = places;
    const onScroll = () => this.#schedule();
    places.view.addEventListener("scroll", onScroll, { passive: true });
    // Both at once: what shows after a change of size is drawn before it is seen.
    const resizes = new ResizeObserver(() => {
      const anchor = this.#anchor();
      this.#isLaidOut = true;
      this.#redraw(anchor);
    });
    resizes.observe(places.view);
    this.#closing.push(
      () => places.view.removeEventListener("scroll", onScroll),
      () => resizes.disconnect(),
      watchTheme(() => this.#isLaidOut && this.#redraw(this.#anchor())),
    );
  }

  /** @param rows ascending by round, without gaps */
  show(rows: readonly ClothRow[]): void {
    this.#endSlide?.();
    const before = this.#rows;
    const anchor = this.#anchor();
    this.#rows = rows;
    this.#range = lossRangeOf(rows);
    this.#wovenCount = rows.length;
    if (!this.#isLaidOut) return; // what draws it is told soon, before anything is seen
    this.#setWeave();
    const newCount = countNew(before, rows);
    const isSliding = newCount > 0 && anchor.isAtEnd;
    if (isSliding) this.#wovenCount -= newCount;
    this.#scrollTo(anchor);
    this.#refresh();
    if (isSliding) this.#slide(newCount);
  }

  /** @param top from the top of the window, CSS pixels @returns null beside the rows */
  rowAt(top: number): number | null {
    const offset = top - this.#places.fabric.getBoundingClientRect().top;
    const index = Math.floor(offset / this.#rowSize);
    return index >= 0 && index < this.#rows.length ? index : null;
  }

  /** Rows that fit into the view. */
  get pageRows(): number {
    return Math.max(1, Math.floor(this.#places.view.clientHeight / this.#rowSize) - 1);
  }

  /** Scrolls as little as it takes. */
  reveal(index: number): void {
    const { view } = this.#places;
    const top = index * this.#rowSize;
    const bottom = top + this.#rowSize + (index === this.#rows.length - 1 ? BARE_WARP : 0);
    if (top < view.scrollTop) view.scrollTop = top;
    else if (bottom > view.scrollTop + view.clientHeight) view.scrollTop = bottom - view.clientHeight;
  }

  close(): void {
    this.#endSlide?.();
    cancelAnimationFrame(this.#frame);
    for (const close of this.#closing) close();
    for (const { canvas } of this.#tiles) canvas.remove();
  }

  /** CSS pixels. */
  get #rowSize(): number {
    return this.#weave.rowHeight / this.#density;
  }

  get #tileSize(): number {
    return this.#weave.tileRows * this.#rowSize;
  }

  #anchor(): Anchor {
    if (!this.#isLaidOut) return END;
    const { view } = this.#places;
    const isAtEnd = view.scrollTop + view.clientHeight >= view.scrollHeight - NEAR_END;
    const index = Math.floor(view.scrollTop / this.#rowSize);
    const into = view.scrollTop / this.#rowSize - index;
    return { isAtEnd: isAtEnd || this.#rows.length === 0, round: this.#rows[index]?.round ?? null, into };
  }

  #scrollTo({ isAtEnd, round, into }: Anchor): void {
    const { view } = this.#places;
    const first = this.#rows[0]?.round ?? 0;
    if (isAtEnd || round === null) view.scrollTop = view.scrollHeight;
    else view.scrollTop = Math.max(0, round - first + into) * this.#rowSize;
  }

  #setWeave(): void {
    this.#density = devicePixelRatio;
    const weave = weaveFor(this.#rows.length, this.#density);
    if (weave.rowHeight !== this.#weave.rowHeight || weave.pitch !== this.#weave.pitch) this.#loom = null;
    this.#weave = weave;
    this.#places.fabric.style.blockSize = `${this.#rows.length * this.#rowSize + BARE_WARP}px`;
  }

  /** Theme, size or density are others. */
  #redraw(anchor: Anchor): void {
    this.#loom = null;
    this.#setWeave();
    this.#scrollTo(anchor);
    this.#refresh();
  }

  #refresh(): void {
    for (const tile of this.#tiles) tile.isStale = true;
    this.#place();
  }

  #schedule(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#place());
  }

  /** Draws what is seen at once, and of what is near one tile in each frame. */
  #place(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { view } = this.#places;
    const first = Math.floor(view.scrollTop / this.#tileSize);
    const last = Math.floor((view.scrollTop + view.clientHeight - 1) / this.#tileSize);
    for (let index = first; index <= last; index++) this.#ensure(index, [first - 1, last + 1]);
    const end = Math.floor((this.#rows.length * this.#rowSize + BARE_WARP) / this.#tileSize);
    const near = [last + 1, first - 1].filter((index) => index >= 0 && index <= end);
    const next = near.find((index) => this.#tiles.find((tile) => tile.index === index)?.isStale ?? true);
    if (next === undefined) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#ensure(next, [first - 1, last + 1]);
      this.#schedule();
    });
  }

  /** @param kept tiles outside of these may be taken for others */
  #ensure(index: number, kept: readonly [first: number, last: number]): void {
    const known = this.#tiles.find((tile) => tile.index === index);
    const free = this.#tiles.find((tile) => tile.index < kept[0] || tile.index > kept[1]);
    const tile = known ?? free ?? this.#begin();
    if (tile === null || (tile.index === index && !tile.isStale)) return;
    tile.index = index;
    tile.isStale = false;
    this.#draw(tile, index * this.#weave.tileRows, this.#weave.tileRows, this.#wovenCount);
  }

  #begin(): Tile | null {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    if (context === null) return null;
    const tile = { canvas, context, index: -2, isStale: true };
    this.#tiles.push(tile);
    this.#places.tiles.append(canvas);
    return tile;
  }

  #draw({ canvas, context }: Tile, from: number, rowCount: number, wovenCount: number): void {
    const density = this.#density;
    const width = Math.max(1, Math.round(this.#places.fabric.clientWidth * density));
    const height = rowCount * this.#weave.rowHeight;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    canvas.style.inlineSize = `${width / density}px`;
    canvas.style.blockSize = `${height / density}px`;
    canvas.style.insetBlockStart = `${from * this.#rowSize}px`;
    this.#loom ??= setUpLoom(context, this.#weave, readColors(this.#places.fabric));
    drawTile(context, this.#loom, {
      rows: this.#rows,
      from,
      rowCount,
      wovenCount,
      widths: widthsOf(width, density),
      range: this.#range,
      isRtl: getComputedStyle(this.#places.fabric).direction === "rtl",
      density,
    });
  }

  /** The last rows come in from below, on a canvas of their own until they are at rest. */
  #slide(count: number): void {
    const shuttle = this.#begin();
    if (shuttle === null) return;
    this.#tiles.pop();
    const from = this.#rows.length - count;
    this.#draw(shuttle, from, count, this.#rows.length);
    this.#endSlide = slideIn(shuttle.canvas, BARE_WARP, () => {
      this.#endSlide = null;
      shuttle.canvas.remove();
      this.#wovenCount = this.#rows.length;
      this.#refresh();
    });
  }
}

/** More at once are no news but a history that was loaded. */
const MOST_NEW = 4;

function countNew(before: readonly ClothRow[], after: readonly ClothRow[]): number {
  const [last, newest] = [before.at(-1), after.at(-1)];
  if (!last || !newest) return 0;
  const count = newest.round - last.round;
  const isSame = after[after.length - 1 - count]?.commit === last.commit;
  return isSame && count > 0 && count <= MOST_NEW ? count : 0;
}
