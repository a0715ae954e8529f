import { expect, test } from "vitest";
import { forwardGraph } from "../../../shared/model/model.ts";
import { interpret } from "../../../shared/model/reference.ts";
import { createModel } from "../../../shared/model/spec.ts";
import { parameterNamed } from "../../../shared/tensor/layout.ts";
import { float32, int32 } from "../../../shared/tensor/tensor-type.ts";

const spec = {
  kind: "mlp",
  numericCount: 1,
  categoricalCount: 2,
  categoryCount: 4,
  hiddenWidths: [1],
  output: { kind: "numbers", count: 1 },
} as const;

/** tanh form of the Gaussian error linear unit. */
const gelu = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

test("each category adds its own weight, and the loss is the squared error", () => {
  const model = createModel(spec);
  const theta = new Float32Array(model.layout.parameterCount);
  const set = (name: string, values: number[]) =>
    theta.set(values, parameterNamed(model.layout, name).offset);
  set("layer.0.weight", [2, 0.25, 0.5, 1, -1]); // one number, then categories 0 to 3
  set("layer.0.bias", [0.125]);
  set("output.weight", [3]);
  set("output.bias", [-1]);
  const { prediction, losses } = interpret(forwardGraph(model, 2), {
    parameters: { ...float32([theta.length]), data: theta },
    features: { ...float32([2, 1]), data: new Float32Array([0.5, -1]) },
    categories: { ...int32([2, 2]), data: Int32Array.of(0, 2, 1, 3) },
    targets: { ...float32([2, 1]), data: new Float32Array([7, 0]) },
  });
  const expected = [3 * gelu(2 * 0.5 + 0.25 + 1 + 0.125) - 1, 3 * gelu(-2 + 0.5 - 1 + 0.125) - 1];
  expect([...prediction!]).toEqual(expected.map((value) => expect.closeTo(value, 12) as number));
  expect(losses![0]).toBeCloseTo((expected[0]! - 7) ** 2, 12);
  expect(losses![1]).toBeCloseTo(expected[1]! ** 2, 12);
});

test("asks only for the inputs that its table has", () => {
  expect(Object.keys(createModel(spec).inputs(2))).toEqual(["features", "categories", "targets"]);
  const numbers = { ...spec, categoricalCount: 0, categoryCount: 0 };
  expect(Object.keys(createModel(numbers).inputs(2))).toEqual(["features", "targets"]);
  expect(Object.keys(createModel({ ...spec, numericCount: 0 }).inputs(2))).toEqual(["categories", "targets"]);
});
