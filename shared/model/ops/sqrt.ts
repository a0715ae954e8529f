import { unaryOperator } from "../unary.ts";

/** √x. */
export const sqrt = unaryOperator({
  name: "sqrt",
  onnxType: "Sqrt",
  forward: (x) => Math.sqrt(x),
  gradient: (graph, _x, y, dy) => graph.divide(graph.scale(dy, 0.5), y),
});
