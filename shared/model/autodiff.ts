/**
 * Reverse-mode automatic differentiation: walks the nodes backwards and asks each operator for its gradient rule.
 * The backward pass is appended to the same graph.
 * Source: Griewank & Walther 2008, "Evaluating Derivatives", chapter 3.
 */
import { assert } from "../core/assert.ts";
import { ShapeError } from "../core/errors.ts";
import { formatShape } from "../tensor/tensor-type.ts";
import type { GraphBuilder } from "./graph-builder.ts";
import type { Value } from "./operator.ts";

/**
 * Gradients of a scalar with respect to `targets`, each of its target's shape.
 * @throws ShapeError when `loss` is not a scalar, or does not depend on a target
 */
export function differentiate(graph: GraphBuilder, loss: Value, targets: readonly Value[]): readonly Value[] {
  if (loss.shape.length !== 0)
    throw new ShapeError(`the loss must be a scalar, got ${formatShape(loss.shape)}; reduce it first`);
  const nodes = graph.nodes.slice();
  const reachable = dependents(nodes, targets);
  const gradients = new Map<Value, Value>([[loss, graph.fill(1)]]);

  for (const node of nodes.toReversed()) {
    const outputGradients = node.outputs.map((output) => gradients.get(output) ?? null);
    if (outputGradients.every((gradient) => gradient === null)) continue;
    if (!node.inputs.some((input) => reachable.has(input))) continue;
    const isComplete =
      !node.operator.hasAuxiliaryOutputs || outputGradients.slice(1).every((gradient) => gradient === null);
    assert(
      isComplete,
      `${node.operator.name} has no gradient rule for its auxiliary outputs (second derivatives need one)`,
    );
    const needs = (index: number) => reachable.has(node.inputs[index]!);
    const inputGradients = node.operator.gradient({ graph, node, outputGradients, needs });
    node.inputs.forEach((input, index) => {
      const gradient = inputGradients[index];
      if (!gradient || !reachable.has(input)) return;
      const sum = gradients.get(input);
      gradients.set(input, sum ? graph.add(sum, gradient) : gradient);
    });
  }

  return targets.map((target, index) => {
    const gradient = gradients.get(target);
    if (!gradient)
      throw new ShapeError(
        `the loss does not depend on target ${index} of shape ${formatShape(target.shape)}`,
      );
    return gradient;
  });
}

/** All values that are computed from `targets`, and the targets themselves. */
function dependents(nodes: GraphBuilder["nodes"], targets: readonly Value[]): ReadonlySet<Value> {
  const reachable = new Set(targets);
  for (const node of nodes) {
    if (node.inputs.some((input) => reachable.has(input)))
      for (const output of node.outputs) reachable.add(output);
  }
  return reachable;
}
