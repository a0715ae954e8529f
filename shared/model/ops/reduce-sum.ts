import { ShapeError } from "../../core/errors.ts";
import { float32, formatShape, type Shape, sizeOf } from "../../tensor/tensor-type.ts";
import { broadcastOffsets } from "../broadcast.ts";
import type { Operator } from "../operator.ts";

export interface ReduceAttributes {
  readonly axes: readonly number[];
  /** Whether reduced axes stay with size 1. */
  readonly keepAxes: boolean;
}

/** Sum over `axes`. */
export const reduceSum: Operator<ReduceAttributes> = {
  name: "reduceSum",
  infer: ([x], attributes) => {
    const { axes } = attributes;
    if (new Set(axes).size !== axes.length || axes.some((axis) => x!.shape[axis] === undefined)) {
      throw new ShapeError(`cannot reduce axes [${axes.join(", ")}] of ${formatShape(x!.shape)}`);
    }
    return [float32(reducedShape(x!.shape, attributes))];
  },
  forward: ([x], { inputs: [input], attributes }) => {
    const kept = reducedShape(input!.shape, { ...attributes, keepAxes: true });
    const sums = new Float64Array(sizeOf(kept));
    broadcastOffsets(kept, input!.shape).forEach((offset, index) => (sums[offset]! += x![index]!));
    return [sums];
  },
  gradient: ({ graph, node: { inputs, attributes }, outputGradients: [dy] }) => {
    const kept = reducedShape(inputs[0]!.shape, { ...attributes, keepAxes: true });
    return [graph.broadcastTo(graph.reshape(dy!, kept), inputs[0]!.shape)];
  },
  toOnnx: ([x], { attributes: { axes, keepAxes } }, onnx) => [
    onnx.node("ReduceSum", [x!, onnx.int64(axes)], { keepdims: Number(keepAxes) }),
  ],
};

export function reducedShape(shape: Shape, { axes, keepAxes }: ReduceAttributes): Shape {
  return keepAxes
    ? shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    : shape.filter((_, axis) => !axes.includes(axis));
}
