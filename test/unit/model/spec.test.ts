import { describe, expect, test } from "vitest";
import { GPT_SIZES } from "../../../shared/model/gpt.ts";
import {
  createModel,
  MAX_PARAMETER_COUNT,
  type ModelSpec,
  parseModelSpec,
} from "../../../shared/model/spec.ts";

const gpt = { kind: "gpt", vocabularySize: 65, ...GPT_SIZES.nano } as const;
const mlp = {
  kind: "mlp",
  numericCount: 6,
  categoricalCount: 2,
  categoryCount: 9,
  hiddenWidths: [16, 16],
  output: { kind: "classes", count: 2 },
} as const;
const cnn = { kind: "cnn", height: 28, width: 28, channels: 1, classCount: 10, widths: [16, 32] } as const;

test.each([gpt, mlp, cnn])("a good $kind is returned as it is", (spec: ModelSpec) => {
  expect(parseModelSpec(structuredClone(spec))).toEqual(spec);
});

test.each([
  ["gpt:nano", { ...gpt, ...GPT_SIZES.nano }, 106_880],
  ["gpt:micro", { ...gpt, ...GPT_SIZES.micro }, 804_096],
  ["gpt:mini", { ...gpt, ...GPT_SIZES.mini }, 10_745_088],
  ["mlp", mlp, 16 * (6 + 9 + 1) + 16 * (16 + 1) + 2 * (16 + 1)],
  ["cnn", cnn, 16 * (9 + 1) + 32 * (16 * 9 + 1) + 10 * (32 * 7 * 7 + 1)],
] as const)("%s has the expected number of parameters", (_name, spec, count) => {
  expect(createModel(spec).layout.parameterCount).toBe(count);
});

describe("hostile or mistaken specifications are refused with a sentence that names the field", () => {
  test.each([
    ["nothing", null, /specification/],
    ["a list", [gpt], /specification|kind/],
    ["an unknown kind", { ...gpt, kind: "rnn" }, /kind/],
    ["a missing size", { ...gpt, width: undefined }, /width/],
    ["a foreign key", { ...gpt, onnx: "http://example.org" }, /onnx/],
    ["a fraction", { ...gpt, layerCount: 1.5 }, /layerCount/],
    ["not a number", { ...gpt, layerCount: Number.NaN }, /layerCount/],
    ["a number as text", { ...gpt, width: "64" }, /width/],
    ["a negative size", { ...cnn, height: -1 }, /height/],
    ["a huge width", { ...gpt, width: 1e9 }, /width/],
    ["too many layers", { ...mlp, hiddenWidths: Array.from({ length: 65 }, () => 1) }, /hiddenWidths/],
    ["a huge layer", { ...mlp, hiddenWidths: [16, 1e6] }, /hiddenWidths\.1/],
    ["no layer", { ...cnn, widths: [] }, /widths/],
    ["one class", { ...cnn, classCount: 1 }, /classCount/],
    ["an unknown output", { ...mlp, output: { kind: "words", count: 2 } }, /output/],
    ["no column", { ...mlp, numericCount: 0, categoricalCount: 0 }, /at least one input column/],
    ["too few categories", { ...mlp, categoryCount: 1 }, /categories/],
    ["heads that do not divide the width", { ...gpt, headCount: 3 }, /multiple of the head count/],
    [
      "too many parameters",
      { ...gpt, width: 4096, headCount: 64, layerCount: 64 },
      new RegExp(`${MAX_PARAMETER_COUNT}`),
    ],
  ])("%s", (_name, spec, message) => {
    expect(() => parseModelSpec(spec)).toThrow(message);
    expect(() => parseModelSpec(spec)).toThrow(expect.objectContaining({ name: "ModelSpecError" }));
    expect(() => createModel(spec as ModelSpec)).toThrow(message);
  });
});
