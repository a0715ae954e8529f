import type { Graph } from "./operator.ts";

/** Floating-point operations of one run of `graph`; a multiply-add counts two, only contractions count. Credit depends on it. */
export function countFlops(graph: Graph): number {
  return graph.nodes.reduce((sum, node) => sum + (node.operator.flops?.(node) ?? 0), 0);
}
