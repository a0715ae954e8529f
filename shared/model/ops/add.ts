import { binaryOperator } from "../binary.ts";

/** a + b. */
export const add = binaryOperator({
  name: "add",
  onnxType: "Add",
  forward: (a, b) => a + b,
  gradientA: (_graph, _a, _b, dy) => dy,
  gradientB: (_graph, _a, _b, dy) => dy,
});
