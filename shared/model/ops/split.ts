import { ShapeError } from "../../core/errors.ts";
import { formatShape, type Shape, sizeOf } from "../../tensor/tensor-type.ts";
import type { Numbers, Operator } from "../operator.ts";

interface SplitAttributes {
  readonly axis: number;
  /** Sizes of the pieces along `axis`; they add up to its size. */
  readonly sizes: readonly number[];
}

/** ORT's WebGPU kernel binds one storage buffer per output, and devices guarantee ten per shader stage in total. */
const MAX_WEBGPU_OUTPUTS = 8;

/** Cuts x into consecutive pieces along one axis. The gradient is one concat, which makes the flat parameter vector cheap. */
export const split: Operator<SplitAttributes> = {
  name: "split",
  infer: ([x], { axis, sizes }) => {
    if (sizes.reduce((sum, size) => sum + size, 0) !== x!.shape[axis]) {
      throw new ShapeError(
        `split: sizes [${sizes.join(", ")}] do not add up to axis ${axis} of ${formatShape(x!.shape)}`,
      );
    }
    return sizes.map((size) => ({ elementType: x!.elementType, shape: x!.shape.with(axis, size) }));
  },
  forward: ([x], { inputs: [input], attributes: { axis, sizes } }) => {
    let start = 0;
    return sizes.map((size) => {
      const piece = copySlice(x!, input!.shape, axis, start, size);
      start += size;
      return piece;
    });
  },
  gradient: ({ graph, node: { outputs, attributes }, outputGradients }) => [
    graph.concat(
      outputs.map((output, index) => outputGradients[index] ?? graph.fill(0, output.shape)),
      attributes.axis,
    ),
  ],
  toOnnx: ([x], { attributes: { axis, sizes } }, onnx) => {
    if (onnx.target === "wasm" || sizes.length <= MAX_WEBGPU_OUTPUTS)
      return onnx.nodes("Split", [x!, onnx.int64(sizes)], sizes.length, { axis });
    let start = 0;
    return sizes.map((size) => {
      const piece = onnx.node("Slice", [
        x!,
        onnx.int64([start]),
        onnx.int64([start + size]),
        onnx.int64([axis]),
      ]);
      start += size;
      return piece;
    });
  },
};

/** x[..., start : start + size, ...] along `axis`. */
export function copySlice(x: Numbers, shape: Shape, axis: number, start: number, size: number): Float64Array {
  const outer = sizeOf(shape.slice(0, axis));
  const inner = sizeOf(shape.slice(axis + 1));
  const result = new Float64Array(outer * size * inner);
  for (let block = 0; block < outer; block++) {
    const from = (block * shape[axis]! + start) * inner;
    result.set(x.subarray(from, from + size * inner), block * size * inner);
  }
  return result;
}
