/** What a training step needs to hold at once. An estimate: a runtime may do with less, by computing in place, or take more, in blocks. */
import { gradientGraph } from "../model/model.ts";
import { createModel } from "../model/spec.ts";
import type { Graph, Value } from "../model/operator.ts";
import { sizeOf } from "../tensor/tensor-type.ts";
import type { EnginePlan } from "./engine-plan.ts";

/** float32 and int32. */
const VALUE_BYTES = 4;
/** Beside the graph's own tensors: θ of the head, its moments, the optimiser's directions, and the pseudo-gradient. */
const VECTORS_BESIDE = 4;

/** Bytes of a step of this plan, the runtime itself not counted. */
export function stepMemoryBytes({ model, batchSize }: EnginePlan): number {
  const { layout, ...rest } = createModel(model);
  const graph = gradientGraph({ layout, ...rest }, batchSize);
  return peakBytes(graph) + VECTORS_BESIDE * VALUE_BYTES * layout.parameterCount;
}

/** The most that lives at one time when each tensor goes after its last use. Reshaped tensors share their bytes. */
export function peakBytes({ inputs, outputs, nodes }: Graph): number {
  /** Uses that are still to come. What the graph gives out is never used up. */
  const uses = new Map<Value, number>();
  const addUse = (value: Value) => uses.set(ownerOf(value), (uses.get(ownerOf(value)) ?? 0) + 1);
  for (const node of nodes) node.inputs.forEach(addUse);
  for (const output of outputs.values()) addUse(output);
  let live = 0;
  let peak = 0;
  const begin = (value: Value) => {
    if (ownerOf(value) !== value || !uses.has(value)) return;
    live += bytesOf(value);
    peak = Math.max(peak, live);
  };
  const endUse = (value: Value) => {
    const owner = ownerOf(value);
    const left = (uses.get(owner) ?? 0) - 1;
    uses.set(owner, left);
    if (left === 0) live -= bytesOf(owner);
  };
  for (const input of inputs.values()) begin(input);
  for (const node of nodes) {
    node.outputs.forEach(begin);
    node.inputs.forEach(endUse);
  }
  return peak;
}

const bytesOf = ({ shape }: Value): number => VALUE_BYTES * sizeOf(shape);

/** Whose bytes a value is: its own, or those of what it is another shape of. */
function ownerOf(value: Value): Value {
  const { producer } = value;
  return producer?.operator.name === "reshape" ? ownerOf(producer.inputs[0]!) : value;
}
