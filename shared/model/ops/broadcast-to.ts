import { ShapeError } from "../../core/errors.ts";
import { broadcastShapes, formatShape, sameShape, type Shape } from "../../tensor/tensor-type.ts";
import { broadcastOffsets, sumToShape } from "../broadcast.ts";
import type { Operator } from "../operator.ts";

interface BroadcastAttributes {
  readonly shape: Shape;
}

/** Repeats axes of size 1 (and missing leading axes) until x has `shape`. */
export const broadcastTo: Operator<BroadcastAttributes> = {
  name: "broadcastTo",
  infer: ([x], { shape }) => {
    if (!sameShape(broadcastShapes(x!.shape, shape), shape)) {
      throw new ShapeError(
        `cannot broadcast ${formatShape(x!.shape)} to ${formatShape(shape)}: an axis would shrink`,
      );
    }
    return [{ elementType: x!.elementType, shape }];
  },
  forward: ([x], { inputs: [input], attributes: { shape } }) => [
    Float64Array.from(broadcastOffsets(input!.shape, shape), (offset) => x![offset]!),
  ],
  gradient: ({ graph, node, outputGradients: [dy] }) => [sumToShape(graph, dy!, node.inputs[0]!.shape)],
  toOnnx: ([x], { attributes: { shape } }, onnx) => [onnx.node("Expand", [x!, onnx.int64(shape)])],
};
