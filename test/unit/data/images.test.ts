import { describe, expect, it } from "vitest";
import { parseIdx } from "../../../shared/data/idx.ts";
import { createImageDataset } from "../../../shared/data/images.ts";
import { idx, imagePair } from "./data-fixtures.ts";
import { expectDataError } from "./expect-data-error.ts";

describe("the IDX reader", () => {
  it("reads shape and values without copying", () => {
    const file = idx([2, 1, 3], [1, 2, 3, 4, 5, 6]);
    const { shape, values } = parseIdx(file);
    expect(shape).toEqual([2, 1, 3]);
    expect([...values]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(values.buffer).toBe(file.buffer);
  });

  it("reads a file that lies inside of a larger buffer", () => {
    const buffer = new Uint8Array(40);
    buffer.set(idx([3], [7, 8, 9]), 13);
    expect([...parseIdx(buffer.subarray(13, 24)).values]).toEqual([7, 8, 9]);
  });

  it("refuses other formats", () => {
    expectDataError(() => parseIdx(new Uint8Array(0)), /not an IDX file/);
    expectDataError(() => parseIdx(Uint8Array.from([0, 0, 0x0d, 1, 0, 0, 0, 0])), /not an IDX file/);
    expectDataError(() => parseIdx(Uint8Array.from([0x1f, 0x8b, 8, 0])), /not an IDX file/);
  });

  it("checks the announced length before it takes any memory", () => {
    expectDataError(() => parseIdx(Uint8Array.from([0, 0, 8, 3, 0, 0])), /has 6 bytes.*announces 16/);
    expectDataError(() => parseIdx(idx([5], [1, 2])), /has 10 bytes, but its header announces 13/);
    expectDataError(() => parseIdx(idx([1], [1, 2])), /has 10 bytes, but its header announces 9/);
    const huge = idx([0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [1]);
    expectDataError(() => parseIdx(huge), /announces/);
  });
});

describe("an image dataset", () => {
  it("holds out the last tenth in the order of the file", () => {
    const data = createImageDataset(imagePair(30));
    expect(data.task).toEqual({ kind: "images", height: 4, width: 4, channels: 1, classCount: 2 });
    expect([data.sampleCount("train"), data.sampleCount("test")]).toEqual([27, 3]);
    expect(createImageDataset(imagePair(30), { testCount: 12 }).sampleCount("test")).toBe(12);
  });

  it("standardises pixels by the images that are learned from", () => {
    const data = createImageDataset(imagePair(20));
    const { images, targets } = data.batch(
      "train",
      Array.from({ length: 18 }, (_, index) => index),
    );
    expect(images).toMatchObject({ elementType: "float32", shape: [18, 1, 4, 4] });
    const pixels = [...images!.data];
    const mean = pixels.reduce((sum, pixel) => sum + pixel, 0) / pixels.length;
    const variance = pixels.reduce((sum, pixel) => sum + (pixel - mean) ** 2, 0) / pixels.length;
    expect(mean).toBeCloseTo(0, 5);
    expect(variance).toBeCloseTo(1, 5);
    expect(Array.from(targets!.data).slice(0, 4)).toEqual([0, 1, 0, 1]);
  });

  it("names classes by their labels", () => {
    const data = createImageDataset(imagePair(20));
    expect(data.labels).toEqual(["3", "7"]);
    expect([data.question(0), data.truth(0), data.truth(1), data.answer([0.2, 0.1])]).toEqual([
      "image #1",
      "3",
      "7",
      "3",
    ]);
  });

  it("tests on a second pair of files", () => {
    const data = createImageDataset(imagePair(20), { test: imagePair(4) });
    expect([data.sampleCount("train"), data.sampleCount("test")]).toEqual([20, 4]);
  });

  it("refuses pairs that do not fit", () => {
    const { images, labels } = imagePair(20);
    expectDataError(
      () => createImageDataset({ images, labels: imagePair(19).labels }),
      /20 images but 19 labels/,
    );
    expectDataError(() => createImageDataset({ images: labels, labels: images }), /1 and 3 axes/);
    expectDataError(
      () => createImageDataset({ images, labels: idx([20], new Uint8Array(20)) }),
      /same label/,
    );
    expectDataError(() => createImageDataset(imagePair(3)), /3 images; at least 10/);
    expectDataError(
      () => createImageDataset({ images, labels }, { testCount: 20 }),
      /20 images cannot be held out/,
    );
    const flat = { images: idx([20, 1, 4], new Uint8Array(80)), labels };
    expectDataError(() => createImageDataset(flat), /4 × 1 pixels/);
    const other = { images: idx([2, 5, 5], new Uint8Array(50)), labels: idx([2], [3, 7]) };
    expectDataError(() => createImageDataset({ images, labels }, { test: other }), /differ in size/);
  });
});
