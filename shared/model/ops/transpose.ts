import { ShapeError } from "../../core/errors.ts";
import { formatShape, stridesOf } from "../../tensor/tensor-type.ts";
import { offsetsAlong } from "../broadcast.ts";
import type { Operator } from "../operator.ts";

interface TransposeAttributes {
  /** Output axis i is input axis permutation[i]. */
  readonly permutation: readonly number[];
}

/** Reorders the axes. */
export const transpose: Operator<TransposeAttributes> = {
  name: "transpose",
  infer: ([x], { permutation }) => {
    if (
      new Set(permutation).size !== x!.shape.length ||
      permutation.some((axis) => x!.shape[axis] === undefined)
    ) {
      throw new ShapeError(
        `permutation [${permutation.join(", ")}] does not fit shape ${formatShape(x!.shape)}`,
      );
    }
    return [{ elementType: x!.elementType, shape: permutation.map((axis) => x!.shape[axis]!) }];
  },
  forward: ([x], { inputs: [input], outputs: [output], attributes: { permutation } }) => {
    const strides = stridesOf(input!.shape);
    const offsets = offsetsAlong(
      output!.shape,
      permutation.map((axis) => strides[axis]!),
    );
    return [Float64Array.from(offsets, (offset) => x![offset]!)];
  },
  gradient: ({ graph, node, outputGradients: [dy] }) => {
    const { permutation } = node.attributes;
    return [
      graph.transpose(
        dy!,
        permutation.map((_, axis) => permutation.indexOf(axis)),
      ),
    ];
  },
  toOnnx: ([x], { attributes: { permutation } }, onnx) => [
    onnx.node("Transpose", [x!], { perm: permutation }),
  ],
};
