import { ShapeError } from "../core/errors.ts";

/** Element types that Tabloom's graphs use. Indices and labels are int32: WebGPU has no 64-bit integers. */
export type ElementType = "float32" | "int32";

/** Sizes of the axes, outermost first; row-major. [] is a scalar. */
export type Shape = readonly number[];

export interface TensorType {
  readonly elementType: ElementType;
  readonly shape: Shape;
}

/** A tensor's values as they travel between threads and into an engine. */
export interface Tensor extends TensorType {
  readonly data: Float32Array | Int32Array;
}

export function float32(shape: Shape): TensorType {
  return { elementType: "float32", shape };
}

export function int32(shape: Shape): TensorType {
  return { elementType: "int32", shape };
}

/** Number of elements of a tensor of this shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

/** Distance in elements between neighbours along each axis. */
export function stridesOf(shape: Shape): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((axis, index) => axis === b[index]);
}

export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** The shape of `a ∘ b` under NumPy's rule. @throws ShapeError when an axis differs and neither side is 1. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, index) => {
    const left = a[index - rank + a.length] ?? 1;
    const right = b[index - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new ShapeError(
        `cannot broadcast ${formatShape(a)} with ${formatShape(b)}: axis ${index} is ${left} and ${right}`,
      );
    }
    return left === 1 ? right : left;
  });
}

/** Checks that `tensor` holds exactly what `type` says. @throws ShapeError naming the input otherwise. */
export function checkTensor(name: string, tensor: Tensor, type: TensorType): void {
  const fits =
    tensor.elementType === type.elementType &&
    sameShape(tensor.shape, type.shape) &&
    tensor.data.length === sizeOf(type.shape);
  if (fits) return;
  throw new ShapeError(
    `input "${name}": expected ${type.elementType}${formatShape(type.shape)}, got ${tensor.elementType}${formatShape(tensor.shape)} with ${tensor.data.length} values`,
  );
}
