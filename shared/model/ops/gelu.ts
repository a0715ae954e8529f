import { float32 } from "../../tensor/tensor-type.ts";
import type { Operator } from "../operator.ts";

/** tanh(u) = 2σ(2u) − 1 turns ½x (1 + tanh(√(2/π) (x + 0.044715 x³))) into x · σ(x (LINEAR + CUBIC x²)): fewer passes over memory. */
const LINEAR = 1.5957691216057308; // 2 √(2/π)
const CUBIC = 0.07135481627260025; // 2 √(2/π) · 0.044715

/**
 * Gaussian error linear unit, tanh form. Outputs y and, for the backward pass, the gate σ and x².
 * dy/dx = σ + (y − y σ) (LINEAR + 3 CUBIC x²).
 * Source: Hendrycks & Gimpel 2016, "Gaussian Error Linear Units".
 */
export const gelu: Operator<object> = {
  name: "gelu",
  hasAuxiliaryOutputs: true,
  infer: ([x]) => [float32(x!.shape), float32(x!.shape), float32(x!.shape)],
  forward: ([x]) => {
    const square = Float64Array.from(x!, (value) => value * value);
    const gate = Float64Array.from(
      x!,
      (value, index) => 1 / (1 + Math.exp(-value * (LINEAR + CUBIC * square[index]!))),
    );
    return [Float64Array.from(x!, (value, index) => value * gate[index]!), gate, square];
  },
  gradient: ({ graph, node: { outputs }, outputGradients: [dy] }) => {
    const [y, gate, square] = outputs;
    const slope = graph.multiply(
      graph.subtract(y!, graph.multiply(y!, gate!)),
      graph.scale(square!, 3 * CUBIC, LINEAR),
    );
    return [graph.multiply(dy!, graph.add(gate!, slope))];
  },
  toOnnx: ([x], _node, onnx) => {
    const square = onnx.node("Mul", [x!, x!]);
    const slope = onnx.node("Add", [onnx.node("Mul", [square, onnx.scalar(CUBIC)]), onnx.scalar(LINEAR)]);
    const gate = onnx.node("Sigmoid", [onnx.node("Mul", [x!, slope])]);
    return [onnx.node("Mul", [x!, gate]), gate, square];
  },
};
