/** A picture file of the visitor's, as small and grey as the model reads pictures. It never leaves the page. */
import { TabloomError } from "../../shared/core/errors.ts";
import { must } from "../../shared/core/assert.ts";
import type { DrawingSize } from "./drawing.ts";

/** Larger files are no pictures of one thing. */
const LARGEST_BYTES = 20_000_000;

/** The browser cannot read it, or it is too large. */
export class PictureError extends TabloomError {
  override readonly name = "PictureError";
}

/** All of the picture, in the middle of the field. @throws PictureError */
export async function readPicture(file: File, { width, height }: DrawingSize): Promise<Uint8Array> {
  if (file.size > LARGEST_BYTES) throw new PictureError(`${file.size} bytes, at most ${LARGEST_BYTES}`);
  const bitmap = await createImageBitmap(file).catch((cause: unknown) => {
    throw new PictureError("no picture", { cause });
  });
  const canvas = new OffscreenCanvas(width, height);
  const context = must(canvas.getContext("2d"), "every browser draws in two dimensions");
  const scale = Math.min(width / bitmap.width, height / bitmap.height);
  const [shownWidth, shownHeight] = [bitmap.width * scale, bitmap.height * scale];
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, (width - shownWidth) / 2, (height - shownHeight) / 2, shownWidth, shownHeight);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  return Uint8Array.from({ length: width * height }, (_, place) => grey(data, 4 * place));
}

/** Luma of ITU-R BT.601; what is transparent is the empty ground. */
function grey(data: Uint8ClampedArray, at: number): number {
  const [red, green, blue, alpha] = data.subarray(at, at + 4);
  return Math.round(((0.299 * red! + 0.587 * green! + 0.114 * blue!) * alpha!) / 255);
}
