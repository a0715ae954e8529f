/**
 * Small grey images with labels, from pairs of IDX files. Pixels are standardised by mean and deviation of the images
 * that are learned from. The last tenth of the file is held out, or a test pair of files.
 */
import { assert } from "../core/assert.ts";
import type { Batch } from "../ports/engine.ts";
import { DataError } from "./data-error.ts";
import type { Dataset } from "./dataset.ts";
import type { Description, Quiz } from "./description.ts";
import { type IdxFile, parseIdx } from "./idx.ts";
import type { Scale } from "./scale.ts";
import { formatCount, indexOfLargest, plural } from "./wording.ts";

const TEST_SHARE = 0.1;
const MINIMUM_IMAGES = 10;
/** Smaller ones vanish in the model's strides; larger ones are too slow for a tab. */
const SIDE_LIMITS = { smallest: 4, largest: 256 };
const BYTE_VALUES = 256;

/** The bytes of two IDX files, decompressed. */
export interface LabelledImages {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

export interface ImageOptions {
  /** Images held out at the end of the file. Default: the last tenth. Has no effect when `test` is given. */
  readonly testCount?: number | undefined;
  /** A second pair of files to test on. */
  readonly test?: LabelledImages | undefined;
}

export interface ImageDataset extends Dataset, Description, Quiz {
  readonly kind: "images";
  /** Name of every class: the label as it is in the file. */
  readonly labels: readonly string[];
  /** Of pixels, 0 to 255. */
  readonly scale: Scale;
}

/** @throws DataError when a file is no IDX file, counts or sizes differ, or there is only one class */
export function createImageDataset(files: LabelledImages, options: ImageOptions = {}): ImageDataset {
  const train = readPair(files);
  const test = options.test === undefined ? undefined : readPair(options.test);
  if (test !== undefined) refuseOtherSize(train, test);
  const parts = test === undefined ? holdOut(train, options.testCount) : { train, test };
  const known = new Set([...parts.train.labels, ...parts.test.labels]);
  const classes = [...known].sort((a, b) => a - b);
  if (classes.length < 2) {
    throw new DataError("one-label");
  }
  const scale = measurePixels(parts.train.pixels);
  const { height, width } = train;
  return {
    kind: "images",
    task: { kind: "images", height, width, channels: 1, classCount: classes.length },
    unit: "images",
    unitsPerSample: 1,
    description: `${plural(parts.train.labels.length, "image")} of ${width} × ${height} pixels to learn from, ${formatCount(parts.test.labels.length)} to test on; ${classes.length} classes`,
    notes: [],
    labels: classes.map(String),
    scale,
    sampleCount: (split) => parts[split].labels.length,
    batch: (split, indices) => readBatch(parts[split], indices, scale, classes),
    question: (index) => `image #${index + 1}`,
    truth: (index) => String(parts.test.labels[index]),
    answer: (prediction) => String(classes[indexOfLargest(prediction)] ?? "?"),
  };
}

/** Images and their labels, [count, height, width] and [count]. */
interface ImageSet {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
  readonly height: number;
  readonly width: number;
}

function readPair(files: LabelledImages): ImageSet {
  const images = parseIdx(files.images);
  const labels = parseIdx(files.labels);
  const [imageCount = 0, height = 0, width = 0] = images.shape;
  const [labelCount = 0] = labels.shape;
  refuseShapes(images, labels);
  if (imageCount !== labelCount) {
    throw new DataError("image-labels", { images: imageCount, labels: labelCount });
  }
  return { pixels: images.values, labels: labels.values, height, width };
}

function refuseShapes(images: IdxFile, labels: IdxFile): void {
  if (images.shape.length !== 3 || labels.shape.length !== 1) {
    throw new DataError("image-axes", { images: images.shape.length, labels: labels.shape.length });
  }
  const [, height = 0, width = 0] = images.shape;
  const { smallest, largest } = SIDE_LIMITS;
  if (Math.min(height, width) >= smallest && Math.max(height, width) <= largest) return;
  throw new DataError("image-size", { width, height, smallest, largest });
}

function refuseOtherSize(train: ImageSet, test: ImageSet): void {
  if (test.labels.length === 0) throw new DataError("no-images", { part: "test" });
  if (train.labels.length === 0) throw new DataError("no-images", { part: "all" });
  if (train.height === test.height && train.width === test.width) return;
  throw new DataError("image-sizes");
}

function holdOut(
  all: ImageSet,
  wanted: number | undefined,
): { readonly train: ImageSet; readonly test: ImageSet } {
  const count = all.labels.length;
  if (count < MINIMUM_IMAGES) {
    throw new DataError("images-few", { count, needed: MINIMUM_IMAGES });
  }
  const testCount = wanted ?? Math.round(count * TEST_SHARE);
  if (!Number.isInteger(testCount) || testCount < 1 || testCount >= count) {
    throw new DataError("held-out", { count: testCount, total: count, most: count - 1 });
  }
  const cut = (from: number, to: number): ImageSet => {
    const size = all.height * all.width;
    return {
      ...all,
      pixels: all.pixels.subarray(from * size, to * size),
      labels: all.labels.subarray(from, to),
    };
  };
  return { train: cut(0, count - testCount), test: cut(count - testCount, count) };
}

/** Mean and deviation of the pixels, from a count of every byte value: exact sums, one pass. */
function measurePixels(pixels: Uint8Array): Scale {
  const counts = new Float64Array(BYTE_VALUES);
  for (const pixel of pixels) counts[pixel]!++;
  const mean = counts.reduce((sum, count, value) => sum + count * value, 0) / pixels.length;
  const variance =
    counts.reduce((sum, count, value) => sum + count * (value - mean) * (value - mean), 0) / pixels.length;
  return { mean, deviation: variance > 0 ? Math.sqrt(variance) : 1 };
}

/** `images` [B, 1, H, W] and `targets` [B]. */
function readBatch(
  set: ImageSet,
  indices: readonly number[],
  scale: Scale,
  classes: readonly number[],
): Batch {
  const size = set.height * set.width;
  const data = new Float32Array(indices.length * size);
  indices.forEach((image, row) => {
    assert(image >= 0 && image < set.labels.length, "sample number out of range");
    for (let pixel = 0; pixel < size; pixel++) {
      data[row * size + pixel] = (set.pixels[image * size + pixel]! - scale.mean) / scale.deviation;
    }
  });
  const targets = Int32Array.from(indices, (image) => classes.indexOf(set.labels[image]!));
  return {
    images: { elementType: "float32", shape: [indices.length, 1, set.height, set.width], data },
    targets: { elementType: "int32", shape: [indices.length], data: targets },
  };
}
