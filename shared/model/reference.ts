/** The oracle: runs a graph in plain TypeScript and double precision, one operator after the other. */
import { must } from "../core/assert.ts";
import { checkTensor, type Tensor } from "../tensor/tensor-type.ts";
import type { Graph, Numbers, Value } from "./operator.ts";

/**
 * @param inputs one tensor per graph input, by name; float data may be Float64Array for full precision
 * @returns the values of every output, by name
 * @throws ShapeError when an input is not what the graph declares
 */
export function interpret(
  graph: Graph,
  inputs: Readonly<Record<string, ReferenceTensor>>,
): Record<string, Numbers> {
  const values = new Map<Value, Numbers>();
  for (const [name, value] of graph.inputs) {
    const tensor = must(inputs[name], `missing input "${name}"`);
    checkTensor(name, tensor as Tensor, value);
    values.set(value, tensor.data instanceof Int32Array ? tensor.data : Float64Array.from(tensor.data));
  }
  for (const node of graph.nodes) {
    const results = node.operator.forward(
      node.inputs.map((input) => must(values.get(input), "a node ran before its input")),
      node,
    );
    node.outputs.forEach((output, index) => values.set(output, results[index]!));
  }
  return Object.fromEntries(
    [...graph.outputs].map(([name, value]) => [
      name,
      must(values.get(value), `output "${name}" was not computed`),
    ]),
  );
}

/** Like Tensor, and float data may be in double precision. */
export type ReferenceTensor = Omit<Tensor, "data"> & {
  readonly data: Float64Array | Float32Array | Int32Array;
};
