import { ShapeError } from "../../core/errors.ts";
import { formatShape, type Shape, sizeOf } from "../../tensor/tensor-type.ts";
import type { Operator } from "../operator.ts";

interface ReshapeAttributes {
  readonly shape: Shape;
}

/** The same values in row-major order under another shape of equal size. */
export const reshape: Operator<ReshapeAttributes> = {
  name: "reshape",
  infer: ([x], { shape }) => {
    if (sizeOf(x!.shape) !== sizeOf(shape))
      throw new ShapeError(`cannot reshape ${formatShape(x!.shape)} to ${formatShape(shape)}: sizes differ`);
    return [{ elementType: x!.elementType, shape }];
  },
  forward: ([x]) => [x!],
  gradient: ({ graph, node, outputGradients: [dy] }) => [graph.reshape(dy!, node.inputs[0]!.shape)],
  toOnnx: ([x], { attributes: { shape } }, onnx) => [onnx.node("Reshape", [x!, onnx.int64(shape)])],
};
