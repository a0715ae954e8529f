import * as ort from "onnxruntime-web/wasm";
import { writeOnnx } from "../../../shared/model/onnx-writer.ts";
import type { GraphRunner } from "../../../shared/training/graph-runner.ts";

/** WASM without the runtime's fusions, as a browser might compute that does not conform to the exact profile. */
export const unfusedRunner: GraphRunner = {
  compile: async (graph) => {
    const session = await ort.InferenceSession.create(writeOnnx(graph, "wasm"), {
      executionProviders: ["wasm"],
      graphOptimizationLevel: "disabled",
    });
    return {
      run: async (inputs) => {
        const tensors = Object.entries(inputs).map(
          ([name, { elementType, data, shape }]) => [name, new ort.Tensor(elementType, data, shape)] as const,
        );
        const results = await session.run(Object.fromEntries(tensors));
        return Object.fromEntries(
          Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]),
        );
      },
      dispose: () => session.release(),
    };
  },
};
