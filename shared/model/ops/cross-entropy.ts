import { ShapeError } from "../../core/errors.ts";
import { float32, formatShape, sameShape } from "../../tensor/tensor-type.ts";
import { floats, type Operator } from "../operator.ts";
import { softmaxRows } from "./softmax.ts";

/**
 * −log softmax(logits)[target] of every row, in nats: logits [rows, classes], targets [rows] int32 → losses [rows], and the probabilities
 * [rows, classes] for the backward pass. From logits, so that a probability that rounds to zero still has a finite loss.
 * Gradient: (probabilities − one-hot target) · d loss.
 */
export const crossEntropy: Operator<object> = {
  name: "crossEntropy",
  hasAuxiliaryOutputs: true,
  infer: ([logits, targets]) => {
    if (
      logits!.shape.length !== 2 ||
      targets!.elementType !== "int32" ||
      !sameShape(targets!.shape, logits!.shape.slice(0, 1))
    ) {
      throw new ShapeError(
        `crossEntropy needs [rows, classes] and int32[rows], got ${formatShape(logits!.shape)} and ${targets!.elementType}${formatShape(targets!.shape)}`,
      );
    }
    return [float32(targets!.shape), float32(logits!.shape)];
  },
  forward: ([logits, targets], { inputs: [type] }) => {
    const classes = type!.shape[1]!;
    const probabilities = softmaxRows(floats(logits), classes);
    const losses = Float64Array.from(targets!, (target, row) => {
      const values = floats(logits).subarray(row * classes, (row + 1) * classes);
      const peak = values.reduce((a, b) => Math.max(a, b), -Infinity);
      const sum = values.reduce((total, value) => total + Math.exp(value - peak), 0);
      return Math.log(sum) + peak - values[target]!;
    });
    return [losses, probabilities];
  },
  gradient: ({ graph, node, outputGradients: [dLosses] }) => {
    const probabilities = node.outputs[1]!;
    const [rows, classes] = probabilities.shape as [number, number];
    const error = graph.subtract(probabilities, graph.oneHot(node.inputs[1]!, classes));
    return [graph.multiply(error, graph.reshape(dLosses!, [rows, 1])), null];
  },
  toOnnx: ([logits, targets], { inputs: [type] }, onnx) => {
    const lastAxis = onnx.int64([-1]);
    const rows = type!.shape[0]!;
    const shifted = onnx.node("Sub", [logits!, onnx.node("ReduceMax", [logits!, lastAxis], { keepdims: 1 })]);
    const powers = onnx.node("Exp", [shifted]);
    const sum = onnx.node("ReduceSum", [powers, lastAxis], { keepdims: 1 });
    const column = onnx.node("Reshape", [targets!, onnx.int64([rows, 1])]);
    const picked = onnx.node("GatherElements", [shifted, column], { axis: 1 });
    const losses = onnx.node("Reshape", [
      onnx.node("Sub", [onnx.node("Log", [sum]), picked]),
      onnx.int64([rows]),
    ]);
    return [losses, onnx.node("Div", [powers, sum])];
  },
};
