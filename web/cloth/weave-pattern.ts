/** The structure of the weave, as small pictures that repeat: what lies over the coloured yarn, where it is open, and the bare warp behind it. */
import type { Weave } from "./cloth-layout.ts";

/** A colour of the warp in bytes. */
export type WarpColor = readonly [red: number, green: number, blue: number];

/** Of the pitch, where a warp end lies over the weft; and where it is bare. */
const OVER_WIDTH = 0.5;
const BARE_WIDTH = 0.4;

interface Light {
  /** −1 black … 1 white: how much of it covers what is below. */
  readonly shade: number;
  /** How much the warp covers it, 0 … 1. */
  readonly warp: number;
}

/**
 * One row of plain weave, two ends wide: in every other cell the warp lies over the weft. To be drawn over colour.
 * @returns an image of 2 · pitch by rowHeight pixels
 */
export function weaveImage({ rowHeight, pickHeight, pitch }: Weave, warp: WarpColor): ImageData {
  return imageOf(2 * pitch, rowHeight, warp, (x, y) => {
    const isUnder = (Math.floor(x / pitch) + Math.floor(y / pickHeight)) % 2 === 1;
    const [along, down] = [(x % pitch) / pitch, (y % pickHeight) / pickHeight];
    const { shade, warp } = isUnder ? crossing(along, down) : float(along, down);
    return { shade: y > rowHeight - 1 ? shade - ROW_EDGE : shade, warp };
  });
}

/** A round ends with a closer beat, so that rows can be told apart. */
const ROW_EDGE = 0.14;

/** Warp ends without weft: what waits to be woven, and what shows where a thread was rejected. */
export function warpImage({ rowHeight, pitch }: Weave, warp: WarpColor): ImageData {
  return imageOf(pitch, rowHeight, warp, (x) => {
    const across = fromMiddle((x % pitch) / pitch);
    return { shade: 0, warp: across > BARE_WIDTH ? 0 : 1 };
  });
}

/** A thread that no audit has beaten in yet is woven loosely: diagonals of twill, through which the bare warp is seen. To be taken out of the colour. */
export function looseImage({ pickHeight, pitch }: Weave): ImageData {
  const step = pitch / 2;
  return imageOf(TWILL * step, TWILL * pickHeight, [0, 0, 0], (x, y) => {
    const isOpen = (Math.floor(x / step) + Math.floor(y / pickHeight)) % TWILL < TWILL / 2;
    return { shade: 0, warp: isOpen ? OPENNESS : 0 };
  });
}

/** Picks after which twill begins anew; a tile holds a whole number of it. */
const TWILL = 4;
/** How much of the colour goes where it is open. */
const OPENNESS = 0.65;

/** 0 in the middle of a cell … 1 at its edges. */
const fromMiddle = (place: number): number => Math.abs(place - 0.5) * 2;

/** Weft over warp: a round yarn lit from above, which goes down at both ends. */
function float(along: number, down: number): Light {
  const round = (down - 0.35) * 1.6;
  const dive = fromMiddle(along);
  return { shade: 0.1 - 0.2 * round * round - 0.1 * dive * dive, warp: 0 };
}

/** Warp over weft: the end takes on some of the colour below, and casts a little shadow beside it. */
function crossing(along: number, down: number): Light {
  const shade = float(1, down).shade - 0.05;
  const across = fromMiddle(along);
  return across <= OVER_WIDTH ? { shade: 0, warp: OVER_COVER } : { shade, warp: 0 };
}

/** How much of the yarn an end hides that lies over it. */
const OVER_COVER = 0.42;

function imageOf(
  width: number,
  height: number,
  warp: WarpColor,
  lightAt: (x: number, y: number) => Light,
): ImageData {
  const image = new ImageData(width, height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      image.data.set(pixel(lightAt(x + 0.5, y + 0.5), warp), (y * width + x) * 4);
  return image;
}

/** Shade over warp over nothing, as one colour with its opacity. */
function pixel({ shade, warp: cover }: Light, warp: WarpColor): readonly number[] {
  const tone = shade > 0 ? 255 : 0;
  const strength = Math.min(1, Math.abs(shade));
  const opacity = strength + cover * (1 - strength);
  const mixed = warp.map((channel) =>
    opacity === 0 ? 0 : (tone * strength + channel * cover * (1 - strength)) / opacity,
  );
  return [...mixed, opacity * 255];
}
