import type { Operator } from "../operator.ts";

/** max(x, 0). Its derivative at 0 is taken as 0. */
export const relu: Operator<object> = {
  name: "relu",
  infer: ([x]) => [x!],
  forward: ([x]) => [Float64Array.from(x!, (value) => Math.max(value, 0))],
  gradient: ({ graph, node, outputGradients: [dy] }) => [
    graph.apply(reluGradient, [dy!, node.outputs[0]!], {})[0]!,
  ],
  toOnnx: (inputs, _node, onnx) => [onnx.node("Relu", inputs)],
};

/** dy where y > 0, else 0. */
const reluGradient: Operator<object> = {
  name: "reluGradient",
  infer: ([dy]) => [dy!],
  forward: ([dy, y]) => [Float64Array.from(dy!, (value, index) => (y![index]! > 0 ? value : 0))],
  gradient: ({ graph, node, outputGradients: [ddx], needs }) => [
    needs(0) ? graph.apply(reluGradient, [ddx!, node.inputs[1]!], {})[0]! : null,
    null,
  ],
  toOnnx: ([dy, y], _node, onnx) => [
    onnx.node("Where", [onnx.node("Greater", [y!, onnx.scalar(0)]), dy!, onnx.scalar(0)]),
  ],
};
