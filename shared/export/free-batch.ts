/**
 * A model's prediction as ONNX nodes for batches of any size. Graphs have static shapes, so the graph is built for two batch
 * sizes, and what differs between them is what depends on the batch: one entry of a reshape, which ONNX can leave open (−1).
 */
import { assert, must } from "../core/assert.ts";
import { GraphBuilder } from "../model/graph-builder.ts";
import type { Model } from "../model/model.ts";
import type { Graph, GraphNode, Value } from "../model/operator.ts";
import { reshape } from "../model/ops/reshape.ts";
import { float32, type Shape, type TensorType } from "../tensor/tensor-type.ts";
import type { OnnxFile } from "./onnx-file.ts";

/** Any two; not 1, because axes of size 1 are special. */
const BATCH_SIZES = [2, 3] as const;
/** In the shape of ONNX's Reshape: whatever is left. */
const OPEN = -1;

/** What a prediction reads of a batch: not the targets. Shapes are those of one sample, without the batch axis. */
export function predictionInputs(model: Model): readonly (TensorType & { readonly name: string })[] {
  const graph = predictionGraph(model, 1);
  const read = new Set<Value>(graph.nodes.flatMap(({ inputs }) => inputs));
  return Object.keys(model.inputs(1)).flatMap((name) => {
    const value = must(graph.inputs.get(name), "every input is declared");
    return read.has(value) ? [{ name, elementType: value.elementType, shape: value.shape.slice(1) }] : [];
  });
}

/**
 * Adds weights and nodes to `file`.
 * @param inputs names of the batch's tensors in the file, by the model's names for them
 * @returns the name of the prediction, [rows, width]
 */
export function emitPrediction(
  file: OnnxFile,
  model: Model,
  parameters: Float32Array,
  inputs: Readonly<Record<string, string>>,
): string {
  const [graph, other] = BATCH_SIZES.map((size) => predictionGraph(model, size)) as [Graph, Graph];
  assert(graph.nodes.length === other.nodes.length, "a batch size that changes the graph");
  const names = new Map<Value, string>();
  for (const { name, shape, offset, size } of model.layout.parameters) {
    const values = parameters.subarray(offset, offset + size);
    names.set(must(graph.inputs.get(name), "parameters are inputs"), file.parameter(name, shape, values));
  }
  for (const [name, own] of Object.entries(inputs))
    names.set(must(graph.inputs.get(name), `the model has no input "${name}"`), own);
  const nameOf = (value: Value) => must(names.get(value), "a node runs after its inputs");
  graph.nodes.forEach((node, index) => {
    const outputs = emitNode(file, node, must(other.nodes[index], "as many nodes"), nameOf);
    node.outputs.forEach((output, position) => names.set(output, outputs[position] ?? ""));
  });
  return nameOf(must(graph.outputs.get("prediction"), "the graph predicts"));
}

function predictionGraph(model: Model, batchSize: number): Graph {
  const graph = new GraphBuilder();
  const parameters = new Map(
    model.layout.parameters.map(({ name, shape }) => [name, graph.input(name, float32(shape))]),
  );
  const inputs = Object.fromEntries(
    Object.entries(model.inputs(batchSize)).map(([name, type]) => [name, graph.input(name, type)]),
  );
  const parameter = (name: string) => must(parameters.get(name), `no parameter is called "${name}"`);
  return graph.finish({ prediction: model.forward(graph, parameter, inputs).prediction });
}

function emitNode(
  file: OnnxFile,
  node: GraphNode,
  twin: GraphNode,
  nameOf: (value: Value) => string,
): readonly string[] {
  const inputs = node.inputs.map(nameOf);
  if (node.operator.name === reshape.name) {
    const shape = openShape(shapeOf(node), shapeOf(twin));
    return [file.node("Reshape", [...inputs, file.int64(shape)])];
  }
  assert(
    JSON.stringify(node.attributes) === JSON.stringify(twin.attributes),
    `${node.operator.name} depends on the batch size, which an exported graph does not know`,
  );
  return node.operator.toOnnx(inputs, node, file);
}

function shapeOf({ outputs: [output] }: GraphNode): Shape {
  return must(output, "a reshape has one output").shape;
}

function openShape(shape: Shape, other: Shape): Shape {
  const open = shape.map((size, axis) => (size === other[axis] ? size : OPEN));
  assert(open.filter((size) => size === OPEN).length <= 1, "a reshape has at most one axis of the batch");
  return open;
}
