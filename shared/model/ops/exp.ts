import { unaryOperator } from "../unary.ts";

/** eˣ. */
export const exp = unaryOperator({
  name: "exp",
  onnxType: "Exp",
  forward: (x) => Math.exp(x),
  gradient: (graph, _x, y, dy) => graph.multiply(dy, y),
});
