/** Small files of every kind that the page takes. */
import { textFile, type ChosenFile } from "./training-page.ts";

const ROW_COUNT = 400;

/** A table whose class is easy to learn. */
export const TABLE: ChosenFile = textFile(
  "weather.csv",
  `humidity,wind,sky\n${Array.from({ length: ROW_COUNT }, (_, row) => {
    const humidity = (row * 37) % 100;
    return `${humidity},${(row * 53) % 90},${humidity > 50 ? "rain" : "sun"}`;
  }).join("\n")}\n`,
);

export const TEXT: ChosenFile = textFile(
  "proverbs.txt",
  "All that glitters is not gold. Still waters run deep. A stitch in time saves nine.\n".repeat(50),
);

const IMAGE_COUNT = 80;
const SIDE = 8;

/** Images whose left or right half is white, and the labels that say which. */
export const IMAGES: readonly ChosenFile[] = [
  idxFile("halves-images-idx3-ubyte", [IMAGE_COUNT, SIDE, SIDE], (index) => {
    const isRight = Number(index % SIDE >= SIDE / 2);
    return isRight === labelOf(Math.floor(index / (SIDE * SIDE))) ? 255 : 0;
  }),
  idxFile("halves-labels-idx1-ubyte", [IMAGE_COUNT], labelOf),
];

function labelOf(image: number): number {
  return (image * 7) % 2;
}

/** Source of the format: yann.lecun.com/exdb/mnist. */
function idxFile(name: string, shape: readonly number[], valueAt: (index: number) => number): ChosenFile {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, 8, shape.length]);
  shape.forEach((size, axis) => header.writeUInt32BE(size, 4 + 4 * axis));
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Buffer.from(Array.from({ length: size }, (_, index) => valueAt(index)));
  return { name, mimeType: "", buffer: Buffer.concat([header, values]) };
}
