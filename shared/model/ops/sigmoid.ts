import { unaryOperator } from "../unary.ts";

/** 1 / (1 + e⁻ˣ); derivative y (1 − y). */
export const sigmoid = unaryOperator({
  name: "sigmoid",
  onnxType: "Sigmoid",
  forward: (x) => 1 / (1 + Math.exp(-x)),
  gradient: (graph, _x, y, dy) => graph.multiply(dy, graph.multiply(y, graph.scale(y, -1, 1))),
});
