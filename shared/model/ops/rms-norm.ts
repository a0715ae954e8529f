import { ShapeError } from "../../core/errors.ts";
import { float32, formatShape } from "../../tensor/tensor-type.ts";
import { floats, type Operator } from "../operator.ts";

const EPSILON = 1e-6;

/**
 * x / √(mean(x²) + ε) · weight over the last axis. Outputs y and 1/root for the backward pass.
 * Source: Zhang & Sennrich 2019, "Root Mean Square Layer Normalization".
 */
export const rmsNorm: Operator<object> = {
  name: "rmsNorm",
  hasAuxiliaryOutputs: true,
  infer: ([x, weight]) => {
    if (weight!.shape.length !== 1 || weight!.shape[0] !== x!.shape.at(-1)) {
      throw new ShapeError(
        `rmsNorm: weight ${formatShape(weight!.shape)} does not fit ${formatShape(x!.shape)}`,
      );
    }
    return [float32(x!.shape), float32(x!.shape.with(-1, 1))];
  },
  forward: ([x, weight], { inputs: [type] }) => {
    const width = type!.shape.at(-1)!;
    const inverses = Float64Array.from({ length: x!.length / width }, (_, row) => {
      const squares = floats(x)
        .subarray(row * width, (row + 1) * width)
        .reduce((sum, value) => sum + value * value, 0);
      return 1 / Math.sqrt(squares / width + EPSILON);
    });
    return [
      Float64Array.from(
        x!,
        (value, index) => value * inverses[Math.floor(index / width)]! * weight![index % width]!,
      ),
      inverses,
    ];
  },
  gradient: ({ graph, node: { inputs, outputs }, outputGradients: [dy], needs }) => {
    const [x, weight] = inputs;
    const inverse = outputs[1]!;
    const lastAxis = x!.shape.length - 1;
    const normalised = graph.multiply(x!, inverse);
    const dWeight = needs(1)
      ? graph.reduceSum(graph.multiply(dy!, normalised), [...Array(lastAxis).keys()])
      : null;
    if (!needs(0)) return [null, dWeight];
    const dNormalised = graph.multiply(dy!, weight!);
    const slope = graph.reduceMean(graph.multiply(dNormalised, normalised), [lastAxis], true);
    return [graph.multiply(graph.subtract(dNormalised, graph.multiply(normalised, slope)), inverse), dWeight];
  },
  toOnnx: ([x, weight], _node, onnx) => {
    const meanSquare = onnx.node("ReduceMean", [onnx.node("Mul", [x!, x!]), onnx.int64([-1])], {
      keepdims: 1,
    });
    const inverse = onnx.node("Reciprocal", [
      onnx.node("Sqrt", [onnx.node("Add", [meanSquare, onnx.scalar(EPSILON)])]),
    ]);
    return [onnx.node("Mul", [onnx.node("Mul", [x!, inverse]), weight!]), inverse];
  },
};
