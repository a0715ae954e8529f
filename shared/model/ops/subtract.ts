import { binaryOperator } from "../binary.ts";

/** a − b. */
export const subtract = binaryOperator({
  name: "subtract",
  onnxType: "Sub",
  forward: (a, b) => a - b,
  gradientA: (_graph, _a, _b, dy) => dy,
  gradientB: (graph, _a, _b, dy) => graph.scale(dy, -1),
});
