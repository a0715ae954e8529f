/** Credit depends on these counts, so each is compared with a count by hand: a multiply-add is two operations. */
import { describe, expect, test } from "vitest";
import { countFlops } from "../../../shared/model/flops.ts";
import { GPT_SIZES } from "../../../shared/model/gpt.ts";
import { forwardGraph, gradientGraph } from "../../../shared/model/model.ts";
import { createModel, type ModelSpec } from "../../../shared/model/spec.ts";

const perStep = (spec: ModelSpec, batchSize: number) =>
  countFlops(gradientGraph(createModel(spec), batchSize));
const forward = (spec: ModelSpec, batchSize: number) =>
  countFlops(forwardGraph(createModel(spec), batchSize));

describe("gpt:micro with 65 characters and 12 blocks", () => {
  const spec = { kind: "gpt", vocabularySize: 65, ...GPT_SIZES.micro } as const;
  const rows = 12 * 64;
  const matrices = 4 * 2 * rows * 12 * 128 * 128; // 4 layers; query, key, value, output and 4 + 4 widths of the MLP
  const attention = 4 * 2 * (2 * 12 * 4 * 64 * 64 * 32); // 4 layers; scores and mixing, 4 heads of 32
  const output = 2 * rows * 65 * 128;

  test("forward", () => {
    expect(forward(spec, 12)).toBe(matrices + attention + output);
  });

  test("a step costs three times as much: both factors of every product need a gradient", () => {
    expect(perStep(spec, 12)).toBe(3 * (matrices + attention + output));
    expect(perStep(spec, 12)).toBe(3_964_207_104);
  });
});

test("mlp: the input needs no gradient, so its layer costs two products instead of three", () => {
  const output = { kind: "classes", count: 3 } as const;
  const spec = {
    kind: "mlp",
    numericCount: 5,
    categoricalCount: 2,
    categoryCount: 6,
    hiddenWidths: [8, 4],
    output,
  } as const;
  const [first, second, last] = [2 * 10 * (5 + 6) * 8, 2 * 10 * 8 * 4, 2 * 10 * 4 * 3];
  expect(forward(spec, 10)).toBe(first + second + last);
  expect(perStep(spec, 10)).toBe(2 * first + 3 * second + 3 * last);
});

test("cnn: the image needs no gradient, so the first convolution costs two instead of three", () => {
  const spec = { kind: "cnn", height: 28, width: 28, channels: 1, classCount: 10, widths: [16, 32] } as const;
  const first = 2 * 4 * 14 * 14 * 16 * (1 * 3 * 3);
  const second = 2 * 4 * 7 * 7 * 32 * (16 * 3 * 3);
  const last = 2 * 4 * (32 * 7 * 7) * 10;
  expect(forward(spec, 4)).toBe(first + second + last);
  expect(perStep(spec, 4)).toBe(2 * first + 3 * second + 3 * last);
});
