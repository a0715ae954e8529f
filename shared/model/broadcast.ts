import { sameShape, type Shape, sizeOf, stridesOf } from "../tensor/tensor-type.ts";
import type { GraphBuilder } from "./graph-builder.ts";
import type { Numbers, Value } from "./operator.ts";

/** Applies `combine` element by element under NumPy's broadcasting rule. Output shape must be broadcast(a, b). */
export function combineBroadcast(
  a: { readonly data: Numbers; readonly shape: Shape },
  b: { readonly data: Numbers; readonly shape: Shape },
  outputShape: Shape,
  combine: (x: number, y: number) => number,
): Float64Array {
  const result = new Float64Array(sizeOf(outputShape));
  const aOffsets = broadcastOffsets(a.shape, outputShape);
  const bOffsets = broadcastOffsets(b.shape, outputShape);
  for (let index = 0; index < result.length; index++)
    result[index] = combine(a.data[aOffsets[index]!]!, b.data[bOffsets[index]!]!);
  return result;
}

/** For every element of `target`, the offset of the element of `source` that is broadcast to it. */
export function broadcastOffsets(source: Shape, target: Shape): Uint32Array {
  const lead = target.length - source.length;
  const sourceStrides = stridesOf(source);
  const steps = target.map((_, axis) =>
    axis < lead || source[axis - lead] === 1 ? 0 : sourceStrides[axis - lead]!,
  );
  return offsetsAlong(target, steps);
}

/** Offsets visited when walking `shape` in row-major order with `steps[axis]` elements per move along an axis. */
export function offsetsAlong(shape: Shape, steps: readonly number[]): Uint32Array {
  const offsets = new Uint32Array(sizeOf(shape));
  const position = shape.map(() => 0);
  let offset = 0;
  for (let index = 0; index < offsets.length; index++) {
    offsets[index] = offset;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      offset += steps[axis]!;
      position[axis]!++;
      if (position[axis]! < shape[axis]!) break;
      offset -= position[axis]! * steps[axis]!;
      position[axis] = 0;
    }
  }
  return offsets;
}

/** Sums `value` over the axes along which `shape` was broadcast to it: the gradient of broadcasting. */
export function sumToShape(graph: GraphBuilder, value: Value, shape: Shape): Value {
  if (sameShape(value.shape, shape)) return value;
  const lead = value.shape.length - shape.length;
  const axes = value.shape
    .map((_, axis) => axis)
    .filter((axis) => axis < lead || (shape[axis - lead] === 1 && value.shape[axis] !== 1));
  const summed = axes.length === 0 ? value : graph.reduceSum(value, axes);
  return graph.reshape(summed, shape);
}
