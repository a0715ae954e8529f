import { expect, test } from "vitest";
import { initialParameters } from "../../../shared/model/init.ts";
import { forwardGraph } from "../../../shared/model/model.ts";
import { interpret } from "../../../shared/model/reference.ts";
import { createModel } from "../../../shared/model/spec.ts";
import { float32, int32 } from "../../../shared/tensor/tensor-type.ts";

const [blockSize, vocabularySize] = [6, 7];
const model = createModel({ kind: "gpt", vocabularySize, blockSize, layerCount: 2, headCount: 2, width: 8 });
const theta = initialParameters(model.layout, "gpt test").map((value) => value * 10);
const graph = forwardGraph(model, 1);

function predict(tokens: number[]) {
  return interpret(graph, {
    parameters: { ...float32([theta.length]), data: theta },
    tokens: { ...int32([1, blockSize]), data: Int32Array.from(tokens) },
    targets: { ...int32([1, blockSize]), data: new Int32Array(blockSize) },
  })["prediction"]!;
}

test("a prediction depends on the tokens up to it and on no later one", () => {
  const before = predict([1, 2, 3, 4, 5, 6]);
  const after = predict([1, 2, 3, 0, 5, 6]);
  const changed = 3 * vocabularySize;
  expect(after.slice(0, changed)).toEqual(before.slice(0, changed));
  for (let position = 3; position < blockSize; position++) {
    const row = [position * vocabularySize, (position + 1) * vocabularySize] as const;
    expect(after.slice(...row)).not.toEqual(before.slice(...row));
  }
});

test("the order of earlier tokens matters", () => {
  expect(predict([1, 2, 3, 4, 5, 6]).at(-1)).not.toBe(predict([2, 1, 3, 4, 5, 6]).at(-1));
});

test("an untrained model finds every character about equally likely", () => {
  const untrained = interpret(graph, {
    parameters: { ...float32([theta.length]), data: initialParameters(model.layout, "untrained") },
    tokens: { ...int32([1, blockSize]), data: Int32Array.of(0, 1, 2, 3, 4, 5) },
    targets: { ...int32([1, blockSize]), data: Int32Array.of(1, 2, 3, 4, 5, 6) },
  });
  for (const loss of untrained["losses"]!) expect(loss).toBeCloseTo(Math.log(vocabularySize), 0);
});
