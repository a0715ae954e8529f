import { ShapeError } from "../../core/errors.ts";
import { formatShape, sameShape, sizeOf } from "../../tensor/tensor-type.ts";
import type { Operator } from "../operator.ts";

interface ConcatAttributes {
  readonly axis: number;
}

/** Joins tensors along one axis; the inverse of split. */
export const concat: Operator<ConcatAttributes> = {
  name: "concat",
  infer: (parts, { axis }) => {
    const [first] = parts;
    for (const part of parts) {
      if (!sameShape(part.shape.with(axis, 0), first!.shape.with(axis, 0))) {
        throw new ShapeError(
          `concat along axis ${axis}: ${formatShape(part.shape)} does not fit ${formatShape(first!.shape)}`,
        );
      }
    }
    const size = parts.reduce((sum, part) => sum + part.shape[axis]!, 0);
    return [{ elementType: first!.elementType, shape: first!.shape.with(axis, size) }];
  },
  forward: (parts, { inputs, outputs: [output], attributes: { axis } }) => {
    const outer = sizeOf(output!.shape.slice(0, axis));
    const rowSizes = inputs.map((input) => sizeOf(input.shape.slice(axis)));
    const result = new Float64Array(sizeOf(output!.shape));
    let target = 0;
    for (let row = 0; row < outer; row++) {
      parts.forEach((part, index) => {
        const size = rowSizes[index]!;
        result.set(part.subarray(row * size, (row + 1) * size), target);
        target += size;
      });
    }
    return [result];
  },
  gradient: ({ graph, node: { inputs, attributes }, outputGradients: [dy] }) =>
    graph.split(
      dy!,
      attributes.axis,
      inputs.map((input) => input.shape[attributes.axis]!),
    ),
  toOnnx: (parts, { attributes: { axis } }, onnx) => [onnx.node("Concat", parts, { axis })],
};
