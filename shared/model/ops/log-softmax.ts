import { float32 } from "../../tensor/tensor-type.ts";
import { floats, type Operator } from "../operator.ts";

/** x − log Σ eˣ over the last axis. Gradient: dy − eʸ Σ dy. Spelled out: ONNX's LogSoftmax falls back to the CPU on WebGPU. */
export const logSoftmax: Operator<object> = {
  name: "logSoftmax",
  infer: ([x]) => [float32(x!.shape)],
  forward: ([x], { inputs: [type] }) => {
    const width = type!.shape.at(-1)!;
    const result = new Float64Array(x!.length);
    for (let start = 0; start < x!.length; start += width) {
      const row = floats(x).subarray(start, start + width);
      const peak = row.reduce((a, b) => Math.max(a, b), -Infinity);
      const logSum = peak + Math.log(row.reduce((sum, value) => sum + Math.exp(value - peak), 0));
      for (let column = 0; column < width; column++) result[start + column] = row[column]! - logSum;
    }
    return [result];
  },
  gradient: ({ graph, node, outputGradients: [dy] }) => {
    const y = node.outputs[0]!;
    const total = graph.reduceSum(dy!, [y.shape.length - 1], true);
    return [graph.subtract(dy!, graph.multiply(graph.exp(y), total))];
  },
  toOnnx: ([x], _node, onnx) => {
    const lastAxis = onnx.int64([-1]);
    const shifted = onnx.node("Sub", [x!, onnx.node("ReduceMax", [x!, lastAxis], { keepdims: 1 })]);
    const sum = onnx.node("ReduceSum", [onnx.node("Exp", [shifted]), lastAxis], { keepdims: 1 });
    return [onnx.node("Sub", [shifted, onnx.node("Log", [sum])])];
  },
};
