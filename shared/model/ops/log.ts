import { unaryOperator } from "../unary.ts";

/** Natural logarithm. */
export const log = unaryOperator({
  name: "log",
  onnxType: "Log",
  forward: (x) => Math.log(x),
  gradient: (graph, x, _y, dy) => graph.divide(dy, x),
});
