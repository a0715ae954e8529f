import { formatShape } from "../tensor/tensor-type.ts";
import type { Graph, Value } from "./operator.ts";

/** A graph as text, one node a line: `%7 [4, 8] = matmul(%2, %5) {"transposeB":true}`. For people and snapshot tests. */
export function printGraph(graph: Graph): string {
  const names = new Map<Value, string>([...graph.inputs].map(([name, value]) => [value, name]));
  const nameOf = (value: Value) => names.get(value) ?? `%${value.id}`;
  const lines = [...graph.inputs].map(
    ([name, value]) => `input ${name} ${value.elementType}${formatShape(value.shape)}`,
  );
  for (const node of graph.nodes) {
    const outputs = node.outputs.map((output) => `${nameOf(output)} ${formatShape(output.shape)}`).join(", ");
    const attributes = JSON.stringify(node.attributes, (key, value: unknown) =>
      key === "data" ? "…" : value,
    );
    lines.push(
      `${outputs} = ${node.operator.name}(${node.inputs.map(nameOf).join(", ")})${attributes === "{}" ? "" : ` ${attributes}`}`,
    );
  }
  for (const [name, value] of graph.outputs) lines.push(`output ${name} = ${nameOf(value)}`);
  return lines.join("\n");
}
