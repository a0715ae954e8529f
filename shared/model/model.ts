/**
 * What a model is: named parameters, named inputs, and a forward pass as a graph. A new model is one short file that
 * implements `Model`; everything else (gradients, ONNX, FLOPs, engines) follows from it.
 */
import { sizeOf, type TensorType } from "../tensor/tensor-type.ts";
import type { ParameterLayout } from "../tensor/layout.ts";
import { differentiate } from "./autodiff.ts";
import { GraphBuilder } from "./graph-builder.ts";
import type { Graph, Value } from "./operator.ts";

export interface Forward {
  /** Loss of every row: [rows], in nats or squared units. */
  readonly losses: Value;
  /** What the model says: logits [rows, classes] or numbers [rows, width]. */
  readonly prediction: Value;
}

export interface Model {
  readonly layout: ParameterLayout;
  /** Names and types of one batch of `batchSize` samples; a sample is a block of text, a table row, an image. */
  readonly inputs: (batchSize: number) => Readonly<Record<string, TensorType>>;
  /** Builds the forward pass. `parameter` answers by name. */
  forward(
    graph: GraphBuilder,
    parameter: (name: string) => Value,
    inputs: Readonly<Record<string, Value>>,
  ): Forward;
}

/** (θ, batch) → mean loss and one flat gradient. */
export function gradientGraph(model: Model, batchSize: number): Graph {
  const { graph, theta, forward } = build(model, batchSize);
  const loss = graph.reduceMean(forward.losses, [0]);
  const [gradient] = differentiate(graph, loss, [theta]);
  return graph.finish({ loss, gradient: gradient! });
}

/** (θ, batch) → loss of every row and prediction: evaluation and sampling. */
export function forwardGraph(model: Model, batchSize: number): Graph {
  const { graph, forward } = build(model, batchSize);
  return graph.finish({ losses: forward.losses, prediction: forward.prediction });
}

function build(model: Model, batchSize: number) {
  const graph = new GraphBuilder();
  const { parameters, parameterCount } = model.layout;
  const theta = graph.input("parameters", { elementType: "float32", shape: [parameterCount] });
  const pieces = graph.split(
    theta,
    0,
    parameters.map((parameter) => sizeOf(parameter.shape)),
  );
  const byName = new Map(
    parameters.map((parameter, index) => [parameter.name, graph.reshape(pieces[index]!, parameter.shape)]),
  );
  const inputs = Object.fromEntries(
    Object.entries(model.inputs(batchSize)).map(([name, type]) => [name, graph.input(name, type)]),
  );
  return { graph, theta, forward: model.forward(graph, (name) => byName.get(name)!, inputs) };
}
