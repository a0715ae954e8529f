import { binaryOperator } from "../binary.ts";

/** a · b, element by element. */
export const multiply = binaryOperator({
  name: "multiply",
  onnxType: "Mul",
  forward: (a, b) => a * b,
  gradientA: (graph, _a, b, dy) => graph.multiply(dy, b),
  gradientB: (graph, a, _b, dy) => graph.multiply(dy, a),
});
