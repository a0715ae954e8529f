import { describe, expect, test } from "vitest";
import { forwardGraph, gradientGraph } from "../../shared/model/model.ts";
import { writeOnnx } from "../../shared/model/onnx-writer.ts";
import { interpret } from "../../shared/model/reference.ts";
import { createModel } from "../../shared/model/spec.ts";
import { finiteDifferences } from "../support/finite-differences.ts";
import { drawModelInputs, MODEL_CASES } from "../support/model-cases.ts";
import { toDouble } from "../support/operator-graphs.ts";
import { relativeDistance } from "../support/relative-distance.ts";
import { runOnnx } from "../support/run-onnx.ts";

const DIFFERENCE_TOLERANCE = 1e-6;
const ONNX_TOLERANCE = 1e-5;

describe.each(MODEL_CASES)("$name", (modelCase) => {
  const model = createModel(modelCase.spec);
  const graph = gradientGraph(model, modelCase.batchSize);
  const inputs = drawModelInputs(model, modelCase);
  const doubles = Object.fromEntries(
    Object.entries(inputs).map(([name, tensor]) => [name, toDouble(tensor)]),
  );

  test("the gradient of every parameter agrees with finite differences", () => {
    const { gradient } = interpret(graph, doubles);
    const differences = finiteDifferences(graph, doubles, "parameters");
    for (const { name, offset, size } of model.layout.parameters) {
      const error = relativeDistance(
        gradient!.subarray(offset, offset + size),
        differences.subarray(offset, offset + size),
      );
      expect(error, name).toBeLessThan(DIFFERENCE_TOLERANCE);
    }
  });

  test("ONNX Runtime computes the loss and gradient that the reference computes", async () => {
    const expected = interpret(graph, doubles);
    const actual = await runOnnx(writeOnnx(graph, "wasm"), inputs);
    expect(relativeDistance(actual["loss"]!, expected["loss"]!)).toBeLessThan(ONNX_TOLERANCE);
    expect(relativeDistance(actual["gradient"]!, expected["gradient"]!)).toBeLessThan(ONNX_TOLERANCE);
  });

  test("the forward graph gives a loss per row whose mean is the training loss", () => {
    const { losses } = interpret(forwardGraph(model, modelCase.batchSize), doubles);
    const mean = [...losses!].reduce((sum, loss) => sum + loss) / losses!.length;
    expect(mean).toBeCloseTo(interpret(graph, doubles)["loss"]![0]!, 12);
  });
});
