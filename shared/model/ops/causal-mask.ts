import { ShapeError } from "../../core/errors.ts";
import { float32, formatShape } from "../../tensor/tensor-type.ts";
import type { Operator } from "../operator.ts";

/** Large enough that e^(score − maximum) is exactly zero, small enough that no arithmetic on it overflows. */
const MASKED = -1e9;

/** Scores [..., queries, keys] with MASKED added where a key lies after its query; softmax then gives it exactly zero. */
export const causalMask: Operator<object> = {
  name: "causalMask",
  infer: ([scores]) => {
    const [queries, keys] = scores!.shape.slice(-2);
    if (queries !== keys)
      throw new ShapeError(`causalMask needs square scores, got ${formatShape(scores!.shape)}`);
    return [float32(scores!.shape)];
  },
  forward: ([scores], { inputs: [type] }) => {
    const size = type!.shape.at(-1)!;
    return [Float64Array.from(scores!, (score, index) => score + maskAt(index % (size * size), size))];
  },
  gradient: ({ outputGradients: [dy] }) => [dy!],
  toOnnx: ([scores], { inputs: [type] }, onnx) => {
    const size = type!.shape.at(-1)!;
    const mask = Float32Array.from({ length: size * size }, (_, index) => maskAt(index, size));
    return [onnx.node("Add", [scores!, onnx.constant({ ...float32([size, size]), data: mask })])];
  },
};

function maskAt(index: number, size: number): number {
  return index % size > Math.floor(index / size) ? MASKED : 0;
}
