import { ShapeError } from "../../core/errors.ts";
import { float32, formatShape, sameShape, sizeOf, type TensorType } from "../../tensor/tensor-type.ts";
import type { GraphNode, Numbers, OnnxEmitter, Operator } from "../operator.ts";

export interface MatmulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** The product is multiplied by this constant; free in a matrix kernel. */
  readonly factor: number;
}
export type MatmulOptions = Partial<MatmulAttributes>;

/**
 * factor · op(a) · op(b), batched over the leading axes: [..., M, K] × [..., K, N] → [..., M, N], where op transposes the last two
 * axes if asked. Gradients are matmuls again, so no transpose is ever materialised.
 */
export const matmul: Operator<MatmulAttributes> = {
  name: "matmul",
  infer: ([a, b], attributes) => {
    const { rows, inner, columns, batch, innerB } = dimensions(a!, b!, attributes);
    if (
      inner !== innerB ||
      !sameShape(batch, b!.shape.slice(0, -2)) ||
      a!.shape.length < 2 ||
      b!.shape.length < 2
    ) {
      throw new ShapeError(
        `matmul: ${formatShape(a!.shape)} × ${formatShape(b!.shape)} do not fit with ${JSON.stringify(attributes)}`,
      );
    }
    return [float32([...batch, rows, columns])];
  },
  forward: ([a, b], node) => [multiply(a!, b!, node)],
  gradient: ({ graph, node, outputGradients: [dy], needs }) => {
    const [a, b] = node.inputs;
    const { transposeA, transposeB, factor } = node.attributes;
    const gradientA = () =>
      transposeA
        ? graph.matmul(b!, dy!, { transposeA: transposeB, transposeB: true, factor })
        : graph.matmul(dy!, b!, { transposeB: !transposeB, factor });
    const gradientB = () =>
      transposeB
        ? graph.matmul(dy!, a!, { transposeA: true, transposeB: transposeA, factor })
        : graph.matmul(a!, dy!, { transposeA: !transposeA, factor });
    return [needs(0) ? gradientA() : null, needs(1) ? gradientB() : null];
  },
  toOnnx: ([a, b], node, onnx) => [emit(a!, b!, node, onnx)],
  flops: ({ inputs: [a, b], attributes }) => {
    const { rows, inner, columns, batch } = dimensions(a!, b!, attributes);
    return 2 * sizeOf(batch) * rows * inner * columns;
  },
};

function dimensions(a: TensorType, b: TensorType, { transposeA, transposeB }: MatmulAttributes) {
  const [aRows, aColumns] = a.shape.slice(-2) as [number, number];
  const [bRows, bColumns] = b.shape.slice(-2) as [number, number];
  return {
    batch: a.shape.slice(0, -2),
    rows: transposeA ? aColumns : aRows,
    inner: transposeA ? aRows : aColumns,
    innerB: transposeB ? bColumns : bRows,
    columns: transposeB ? bRows : bColumns,
  };
}

function multiply(a: Numbers, b: Numbers, { inputs, attributes }: GraphNode<MatmulAttributes>): Float64Array {
  const { rows, inner, columns, batch } = dimensions(inputs[0]!, inputs[1]!, attributes);
  const result = new Float64Array(sizeOf(batch) * rows * columns);
  const [aRowStep, aInnerStep] = attributes.transposeA ? [1, rows] : [inner, 1];
  const [bInnerStep, bColumnStep] = attributes.transposeB ? [1, inner] : [columns, 1];
  for (let matrix = 0; matrix < sizeOf(batch); matrix++) {
    const aStart = matrix * rows * inner;
    const bStart = matrix * inner * columns;
    for (let row = 0; row < rows; row++) {
      for (let k = 0; k < inner; k++) {
        const left = attributes.factor * a[aStart + row * aRowStep + k * aInnerStep]!;
        const target = (matrix * rows + row) * columns;
        const right = bStart + k * bInnerStep;
        for (let column = 0; column < columns; column++)
          result[target + column]! += left * b[right + column * bColumnStep]!;
      }
    }
  }
  return result;
}

/** Gemm for plain matrices and FusedMatMul for batches on WASM; FusedMatMul falls back to the CPU on WebGPU, so transposes are spelled out there. */
function emit(
  a: string,
  b: string,
  { inputs, attributes }: GraphNode<MatmulAttributes>,
  onnx: OnnxEmitter,
): string {
  const { transposeA, transposeB, factor } = attributes;
  const rank = inputs[0]!.shape.length;
  const flags = { transA: Number(transposeA), transB: Number(transposeB), alpha: { float: factor } };
  if (rank === 2) return onnx.node("Gemm", [a, b], flags);
  if (onnx.target === "wasm") {
    return transposeA || transposeB || factor !== 1
      ? onnx.node("FusedMatMul", [a, b], flags, "com.microsoft")
      : onnx.node("MatMul", [a, b]);
  }
  const swapped = [...Array(rank - 2).keys(), rank - 1, rank - 2];
  const left = transposeA ? onnx.node("Transpose", [a], { perm: swapped }) : a;
  const right = transposeB ? onnx.node("Transpose", [b], { perm: swapped }) : b;
  const product = onnx.node("MatMul", [left, right]);
  return factor === 1 ? product : onnx.node("Mul", [product, onnx.scalar(factor)]);
}
