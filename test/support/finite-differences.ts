import { interpret, type ReferenceTensor } from "../../shared/model/reference.ts";
import type { Graph } from "../../shared/model/operator.ts";

/** Balances the truncation error (∝ step²) and rounding (∝ 1/step) of double precision for values around 1. */
const STEP = 2e-5;

/**
 * Gradient of the graph's output `loss` with respect to one float input, by central differences, value by value.
 * @param inputs every input of the graph, floats in double precision
 */
export function finiteDifferences(
  graph: Graph,
  inputs: Readonly<Record<string, ReferenceTensor>>,
  target: string,
): Float64Array {
  const tensor = inputs[target]!;
  const data = Float64Array.from(tensor.data);
  const shifted = { ...inputs, [target]: { ...tensor, data } };
  return data.map((_, index) => {
    const center = data[index]!;
    data[index] = center + STEP;
    const above = interpret(graph, shifted)["loss"]![0]!;
    data[index] = center - STEP;
    const below = interpret(graph, shifted)["loss"]![0]!;
    data[index] = center;
    return (above - below) / (2 * STEP);
  });
}
