/** Small grey pictures as people draw them: bytes, 0 is the empty ground, [height × width]. */

export interface DrawingSize {
  readonly width: number;
  readonly height: number;
}

/** The pictures that models were first taught with have strokes this wide, in pixels, and 28 pixels to a side. */
const STROKE = { radius: 1.1, side: 28 };
const WHITE = 255;

/** The picture with a round spot. Its edge is soft, as that of ink. @param x,y in pixels, from the middle of the first one */
export function withSpot(
  pixels: Uint8Array,
  { width, height }: DrawingSize,
  { x, y }: { readonly x: number; readonly y: number },
): Uint8Array {
  const radius = Math.max(0.6, (STROKE.radius * Math.min(width, height)) / STROKE.side);
  const drawn = pixels.slice();
  for (let row = Math.max(0, Math.ceil(y - radius - 1)); row < Math.min(height, y + radius + 1); row++) {
    for (
      let column = Math.max(0, Math.ceil(x - radius - 1));
      column < Math.min(width, x + radius + 1);
      column++
    ) {
      const ink = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(column - x, row - y)));
      const place = row * width + column;
      drawn[place] = Math.max(drawn[place]!, Math.round(WHITE * ink));
    }
  }
  return drawn;
}

/** Spots close enough to look like a line. */
export function withLine(
  pixels: Uint8Array,
  size: DrawingSize,
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
): Uint8Array {
  const steps = Math.max(1, Math.ceil(2 * Math.hypot(to.x - from.x, to.y - from.y)));
  let drawn = pixels;
  for (let step = 1; step <= steps; step++) {
    const share = step / steps;
    drawn = withSpot(drawn, size, {
      x: from.x + share * (to.x - from.x),
      y: from.y + share * (to.y - from.y),
    });
  }
  return drawn;
}

export const inverted = (pixels: Uint8Array): Uint8Array => pixels.map((pixel) => WHITE - pixel);

export const isEmpty = (pixels: Uint8Array): boolean => pixels.every((pixel) => pixel === 0);

export const emptyDrawing = ({ width, height }: DrawingSize): Uint8Array => new Uint8Array(width * height);
