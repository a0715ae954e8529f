/** Turns operator cases into graphs and input values. No Node imports: the browser runs the same cases. */
import { createRandom } from "../../shared/core/random.ts";
import { differentiate } from "../../shared/model/autodiff.ts";
import { GraphBuilder } from "../../shared/model/graph-builder.ts";
import type { Graph, Value } from "../../shared/model/operator.ts";
import type { ReferenceTensor } from "../../shared/model/reference.ts";
import { float32, int32, sizeOf, type Tensor } from "../../shared/tensor/tensor-type.ts";
import type { OperatorCase } from "./operator-cases.ts";

export interface CaseGraphs {
  /** The case alone: outputs `y0`, `y1`, … */
  readonly forward: Graph;
  /** A scalar, `loss`: the sum of all output values, each times a fixed random weight. */
  readonly loss: Graph;
  /** The outputs, and `d <input>`, the gradient of the loss, for every differentiated input. */
  readonly backward: Graph;
  /** Names of the differentiated inputs. */
  readonly targets: readonly string[];
}

/** Builds the graphs of a case. */
export function buildCase({ name, inputs: declarations, build }: OperatorCase): CaseGraphs {
  const graph = new GraphBuilder();
  const entries = Object.entries(declarations).map(([input, { shape, fill }]): [string, Value] => [
    input,
    graph.input(input, typeof fill === "object" ? int32(shape) : float32(shape)),
  ]);
  const inputs = Object.fromEntries(entries);
  const built = build(graph, inputs);
  const values = "id" in built ? [built] : built;
  const outputs = Object.fromEntries(values.map((value, index) => [`y${index}`, value]));
  const forward = graph.finish(outputs);

  const random = createRandom(`weights of ${name}`);
  const terms = values.map((value, index) => {
    const data = new Float32Array(sizeOf(value.shape));
    random.fork(`${index}`).fillNormal(data, 1);
    const weighted = graph.multiply(value, graph.constant({ ...float32(value.shape), data }));
    return graph.reduceSum(weighted, [...value.shape.keys()]);
  });
  const loss = terms.reduce((sum, term) => graph.add(sum, term));
  const targets = Object.keys(declarations).filter((input) => !declarations[input]!.fixed);
  const gradients = differentiate(
    graph,
    loss,
    targets.map((input) => inputs[input]!),
  );
  const named = targets.map((input, index): [string, Value] => [`d ${input}`, gradients[index]!]);
  const backward = graph.finish({ ...outputs, ...Object.fromEntries(named) });
  return { forward, loss: graph.finish({ loss }), backward, targets };
}

/** Input values of a case: the same on every machine, exact in float32. */
export function drawInputs({ name, inputs }: OperatorCase): Record<string, Tensor> {
  const random = createRandom(`inputs of ${name}`);
  return Object.fromEntries(
    Object.entries(inputs).map(([input, { shape, fill }]): [string, Tensor] => {
      const own = random.fork(input);
      if (typeof fill === "object") {
        const data = Int32Array.from({ length: sizeOf(shape) }, (_, index) => own.below(fill.below, index));
        return [input, { ...int32(shape), data }];
      }
      const data = new Float32Array(sizeOf(shape));
      own.fillNormal(data, 1);
      return [input, { ...float32(shape), data: data.map((value) => place(value, fill)) }];
    }),
  );
}

function place(value: number, fill: "normal" | "positive" | "far from zero"): number {
  switch (fill) {
    case "normal":
      return value;
    case "positive":
      return 0.5 + Math.min(Math.abs(value), 1.5);
    case "far from zero":
      return value + (value < 0 ? -0.1 : 0.1);
  }
}

/** The same tensor with its floats in double precision, for the reference interpreter. */
export function toDouble(tensor: Tensor): ReferenceTensor {
  return tensor.data instanceof Int32Array ? tensor : { ...tensor, data: Float64Array.from(tensor.data) };
}
