import { binaryOperator } from "../binary.ts";

/** a / b. d/db = −a / b² · dy. */
export const divide = binaryOperator({
  name: "divide",
  onnxType: "Div",
  forward: (a, b) => a / b,
  gradientA: (graph, _a, b, dy) => graph.divide(dy, b),
  gradientB: (graph, a, b, dy) => graph.scale(graph.divide(graph.multiply(dy, a), graph.multiply(b, b)), -1),
});
