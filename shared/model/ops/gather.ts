import { ShapeError } from "../../core/errors.ts";
import { float32, formatShape } from "../../tensor/tensor-type.ts";
import type { Operator } from "../operator.ts";

/** Rows of a table: table [rows, width], indices [...] int32 → [..., width]. An embedding. */
export const gather: Operator<object> = {
  name: "gather",
  infer: ([table, indices]) => {
    if (table!.shape.length !== 2 || indices!.elementType !== "int32") {
      throw new ShapeError(
        `gather needs a matrix and int32 indices, got ${formatShape(table!.shape)} and ${indices!.elementType}`,
      );
    }
    return [float32([...indices!.shape, table!.shape[1]!])];
  },
  forward: ([table, indices], { inputs: [type] }) => {
    const width = type!.shape[1]!;
    const result = new Float64Array(indices!.length * width);
    indices!.forEach((index, row) =>
      result.set(table!.subarray(index * width, (index + 1) * width), row * width),
    );
    return [result];
  },
  gradient: ({ graph, node: { inputs }, outputGradients: [dy] }) => [
    graph.scatterAdd(dy!, inputs[1]!, inputs[0]!.shape[0]!),
    null,
  ],
  toOnnx: ([table, indices], _node, onnx) => [onnx.node("Gather", [table!, indices!], { axis: 0 })],
};
