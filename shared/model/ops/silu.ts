import { float32 } from "../../tensor/tensor-type.ts";
import type { Operator } from "../operator.ts";

/**
 * x · σ(x). Outputs y and the gate σ for the backward pass: dy/dx = σ + y (1 − σ).
 * Source: Elfwing, Uchibe & Doya 2017, "Sigmoid-weighted linear units".
 */
export const silu: Operator<object> = {
  name: "silu",
  hasAuxiliaryOutputs: true,
  infer: ([x]) => [float32(x!.shape), float32(x!.shape)],
  forward: ([x]) => {
    const gate = Float64Array.from(x!, (value) => 1 / (1 + Math.exp(-value)));
    return [Float64Array.from(x!, (value, index) => value * gate[index]!), gate];
  },
  gradient: ({ graph, node: { outputs }, outputGradients: [dy] }) => {
    const [y, gate] = outputs;
    return [graph.multiply(dy!, graph.add(gate!, graph.multiply(y!, graph.scale(gate!, -1, 1))))];
  },
  toOnnx: ([x], _node, onnx) => {
    const gate = onnx.node("Sigmoid", [x!]);
    return [onnx.node("Mul", [x!, gate]), gate];
  },
};
