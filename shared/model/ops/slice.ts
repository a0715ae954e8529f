import { ShapeError } from "../../core/errors.ts";
import { formatShape } from "../../tensor/tensor-type.ts";
import type { Operator } from "../operator.ts";
import { copySlice } from "./split.ts";

interface SliceAttributes {
  readonly axis: number;
  readonly start: number;
  readonly size: number;
}

/** `size` entries from `start` along one axis. The gradient puts zeros around. */
export const slice: Operator<SliceAttributes> = {
  name: "slice",
  infer: ([x], { axis, start, size }) => {
    if (start < 0 || start + size > (x!.shape[axis] ?? -1)) {
      throw new ShapeError(
        `slice [${start}, ${start + size}) leaves axis ${axis} of ${formatShape(x!.shape)}`,
      );
    }
    return [{ elementType: x!.elementType, shape: x!.shape.with(axis, size) }];
  },
  forward: ([x], { inputs: [input], attributes: { axis, start, size } }) => [
    copySlice(x!, input!.shape, axis, start, size),
  ],
  gradient: ({ graph, node: { inputs, attributes }, outputGradients: [dy] }) => {
    const { axis, start, size } = attributes;
    const { shape } = inputs[0]!;
    const zeros = (length: number) => (length === 0 ? [] : [graph.fill(0, shape.with(axis, length))]);
    return [graph.concat([...zeros(start), dy!, ...zeros(shape[axis]! - start - size)], axis)];
  },
  toOnnx: ([x], { attributes: { axis, start, size } }, onnx) => [
    onnx.node("Slice", [x!, onnx.int64([start]), onnx.int64([start + size]), onnx.int64([axis])]),
  ],
};
