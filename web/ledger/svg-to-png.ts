/** A drawing as a picture, for places that take no SVG. */
import { TabloomError } from "../../shared/core/errors.ts";
import { say } from "../messages/say.ts";

/** Pixels of the picture for one of the drawing: sharp on screens and in print. */
const SCALE = 2;

/** @throws when the browser cannot draw it */
export async function svgToPng(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * SCALE;
    canvas.height = image.naturalHeight * SCALE;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) =>
      canvas.toBlob((picture) => {
        if (picture === null) reject(new PictureError());
        else resolve(picture);
      }, "image/png"),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

export class PictureError extends TabloomError {
  override readonly name = "PictureError";

  constructor() {
    super(say("picture.failed"));
  }
}
