import { ShapeError } from "../../core/errors.ts";
import { float32, int32 } from "../../tensor/tensor-type.ts";
import type { Operator } from "../operator.ts";

interface OneHotAttributes {
  readonly depth: number;
}

/** indices [...] int32 → [..., depth] float32 with 1 at each index. Written as Equal + Cast: ONNX's OneHot falls back to the CPU on WebGPU. */
export const oneHot: Operator<OneHotAttributes> = {
  name: "oneHot",
  infer: ([indices], { depth }) => {
    if (indices!.elementType !== "int32")
      throw new ShapeError(`oneHot needs int32 indices, got ${indices!.elementType}`);
    return [float32([...indices!.shape, depth])];
  },
  forward: ([indices], { attributes: { depth } }) => {
    const result = new Float64Array(indices!.length * depth);
    indices!.forEach((index, row) => (result[row * depth + index] = 1));
    return [result];
  },
  gradient: () => [null],
  toOnnx: ([indices], { attributes: { depth } }, onnx) => {
    const classes = onnx.constant({
      ...int32([depth]),
      data: Int32Array.from({ length: depth }, (_, index) => index),
    });
    const column = onnx.node("Unsqueeze", [indices!, onnx.int64([-1])]);
    return [onnx.node("Cast", [onnx.node("Equal", [column, classes])], { to: ONNX_FLOAT })];
  },
};

/** TensorProto.DataType.FLOAT of the ONNX schema. */
const ONNX_FLOAT = 1;
