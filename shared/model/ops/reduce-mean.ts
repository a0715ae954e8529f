import { sizeOf } from "../../tensor/tensor-type.ts";
import type { Operator } from "../operator.ts";
import { type ReduceAttributes, reduceSum, reducedShape } from "./reduce-sum.ts";

/** Mean over `axes`. */
export const reduceMean: Operator<ReduceAttributes> = {
  name: "reduceMean",
  infer: (inputs, attributes) => reduceSum.infer(inputs, attributes),
  forward: (inputs, node) => {
    const [sums] = reduceSum.forward(inputs, node);
    const count = inputs[0]!.length / sums!.length;
    return [Float64Array.from(sums!, (sum) => sum / count)];
  },
  gradient: ({ graph, node: { inputs, outputs, attributes }, outputGradients: [dy] }) => {
    const shape = inputs[0]!.shape;
    const scaled = graph.scale(dy!, sizeOf(outputs[0]!.shape) / sizeOf(shape));
    return [
      graph.broadcastTo(graph.reshape(scaled, reducedShape(shape, { ...attributes, keepAxes: true })), shape),
    ];
  },
  toOnnx: ([x], { attributes: { axes, keepAxes } }, onnx) => [
    onnx.node("ReduceMean", [x!, onnx.int64(axes)], { keepdims: Number(keepAxes) }),
  ],
};
