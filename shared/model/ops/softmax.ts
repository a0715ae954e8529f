import { float32 } from "../../tensor/tensor-type.ts";
import { floats, type Operator } from "../operator.ts";

/** eˣ / Σ eˣ over the last axis. Gradient: y (dy − Σ y dy). */
export const softmax: Operator<object> = {
  name: "softmax",
  infer: ([x]) => [float32(x!.shape)],
  forward: ([x], { inputs: [type] }) => [softmaxRows(floats(x), type!.shape.at(-1)!)],
  gradient: ({ graph, node, outputGradients: [dy] }) => {
    const y = node.outputs[0]!;
    const product = graph.multiply(y, dy!);
    const total = graph.reduceSum(product, [y.shape.length - 1], true);
    return [graph.subtract(product, graph.multiply(y, total))];
  },
  toOnnx: ([x], _node, onnx) => [onnx.node("Softmax", [x!], { axis: -1 })],
};

/** Softmax of consecutive rows of `width` values, each shifted by its maximum so that nothing overflows. */
export function softmaxRows(x: Float64Array, width: number): Float64Array {
  const result = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += width) {
    const row = x.subarray(start, start + width);
    const peak = row.reduce((a, b) => Math.max(a, b), -Infinity);
    let sum = 0;
    for (let column = 0; column < width; column++)
      sum += result[start + column] = Math.exp(row[column]! - peak);
    for (let column = 0; column < width; column++) result[start + column]! /= sum;
  }
  return result;
}
