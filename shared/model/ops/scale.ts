import type { Operator } from "../operator.ts";

interface ScaleAttributes {
  readonly factor: number;
  readonly offset: number;
}

/** factor · x + offset, with constants that are part of the graph. */
export const scale: Operator<ScaleAttributes> = {
  name: "scale",
  infer: ([x]) => [x!],
  forward: ([x], { attributes: { factor, offset } }) => [
    Float64Array.from(x!, (value) => factor * value + offset),
  ],
  gradient: ({ graph, node, outputGradients: [dy] }) => [
    node.attributes.factor === 1 ? dy! : graph.scale(dy!, node.attributes.factor),
  ],
  toOnnx: ([x], { attributes: { factor, offset } }, onnx) => {
    const scaled = factor === 1 ? x! : onnx.node("Mul", [x!, onnx.scalar(factor)]);
    return [offset === 0 ? scaled : onnx.node("Add", [scaled, onnx.scalar(offset)])];
  },
};
