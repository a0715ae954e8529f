import { ShapeError } from "../../core/errors.ts";
import { float32, formatShape, int32, sameShape, sizeOf } from "../../tensor/tensor-type.ts";
import type { Operator } from "../operator.ts";

interface ScatterAddAttributes {
  readonly rowCount: number;
}

/**
 * Adds rows of updates [..., width] at indices [...] into a zero table [rowCount, width].
 * Written as one-hotᵀ · updates: ONNX's scatter with addition runs on atomics in WebGPU, whose order, and so whose bits, change from run
 * to run. The cost is that of the output layer of a language model with the same vocabulary, and is not counted as useful work.
 */
export const scatterAdd: Operator<ScatterAddAttributes> = {
  name: "scatterAdd",
  infer: ([updates, indices], { rowCount }) => {
    if (
      indices!.elementType !== "int32" ||
      updates!.shape.length === 0 ||
      !sameShape(updates!.shape.slice(0, -1), indices!.shape)
    ) {
      throw new ShapeError(
        `scatterAdd needs [...indices, width] and int32 indices, got ${formatShape(updates!.shape)} and ${indices!.elementType}${formatShape(indices!.shape)}`,
      );
    }
    return [float32([rowCount, updates!.shape.at(-1)!])];
  },
  forward: ([updates, indices], { inputs: [type], attributes: { rowCount } }) => {
    const width = type!.shape.at(-1)!;
    const table = new Float64Array(rowCount * width);
    indices!.forEach((index, row) => {
      for (let column = 0; column < width; column++)
        table[index * width + column]! += updates![row * width + column]!;
    });
    return [table];
  },
  gradient: ({ graph, node: { inputs }, outputGradients: [dy] }) => [graph.gather(dy!, inputs[1]!), null],
  toOnnx: ([updates, indices], { inputs: [type, indexType], attributes: { rowCount } }, onnx) => {
    const classes = onnx.constant({
      ...int32([rowCount]),
      data: Int32Array.from({ length: rowCount }, (_, index) => index),
    });
    const column = onnx.node("Reshape", [indices!, onnx.int64([sizeOf(indexType!.shape), 1])]);
    const rows = onnx.node("Reshape", [
      updates!,
      onnx.int64([sizeOf(indexType!.shape), type!.shape.at(-1)!]),
    ]);
    const choice = onnx.node("Cast", [onnx.node("Equal", [column, classes])], { to: 1 });
    return [onnx.node("Gemm", [choice, rows], { transA: 1 })];
  },
};
