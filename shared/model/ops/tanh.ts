import { unaryOperator } from "../unary.ts";

/** Hyperbolic tangent; derivative 1 − y². */
export const tanh = unaryOperator({
  name: "tanh",
  onnxType: "Tanh",
  forward: (x) => Math.tanh(x),
  gradient: (graph, _x, y, dy) => graph.multiply(dy, graph.scale(graph.multiply(y, y), -1, 1)),
});
