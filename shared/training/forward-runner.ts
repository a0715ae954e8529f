/** Forward passes for evaluation and sampling: graphs have static shapes, so one is compiled per batch size in use. */
import { must } from "../core/assert.ts";
import { ShapeError } from "../core/errors.ts";
import { forwardGraph, type Model } from "../model/model.ts";
import type { Graph } from "../model/operator.ts";
import type { Batch, Evaluation } from "../ports/engine.ts";
import { sizeOf, type Tensor } from "../tensor/tensor-type.ts";

/** A compiled forward graph. `Theta` is how the engine holds θ: a tensor in memory, or a buffer on the GPU. */
export interface CompiledForward<Theta> {
  run(parameters: Theta, batch: Batch): Promise<Evaluation>;
  dispose(): Promise<void>;
}

export class ForwardRunner<Theta> {
  readonly #compile: (graph: Graph) => Promise<CompiledForward<Theta>>;
  readonly #model: Model;
  readonly #maxBatchSize: number;
  readonly #compiled = new Map<number, CompiledForward<Theta>>();

  constructor(
    compile: (graph: Graph) => Promise<CompiledForward<Theta>>,
    model: Model,
    maxBatchSize: number,
  ) {
    this.#compile = compile;
    this.#model = model;
    this.#maxBatchSize = maxBatchSize;
  }

  /** @throws ShapeError when the batch is empty or larger than the training batch */
  async run(parameters: Theta, batch: Batch): Promise<Evaluation> {
    const batchSize = must(Object.values(batch)[0], "a batch has no tensors").shape[0]!;
    if (batchSize < 1 || batchSize > this.#maxBatchSize) {
      throw new ShapeError(`expected a batch of 1 to ${this.#maxBatchSize} samples, got ${batchSize}`);
    }
    // One sample (sampling) has a graph of its own; everything else is padded to the training batch.
    const graphSize = batchSize === 1 ? 1 : this.#maxBatchSize;
    const graph =
      this.#compiled.get(graphSize) ?? (await this.#compile(forwardGraph(this.#model, graphSize)));
    this.#compiled.set(graphSize, graph);
    const { losses, prediction } = await graph.run(parameters, padBatch(batch, graphSize));
    const share = batchSize / graphSize;
    return {
      losses: losses.subarray(0, losses.length * share),
      prediction: prediction.subarray(0, prediction.length * share),
    };
  }

  async dispose(): Promise<void> {
    for (const graph of this.#compiled.values()) await graph.dispose();
    this.#compiled.clear();
  }
}

/** Repeats the first sample until there are `batchSize`. */
function padBatch(batch: Batch, batchSize: number): Batch {
  return Object.fromEntries(
    Object.entries(batch).map(([name, tensor]) => [name, padTensor(tensor, batchSize)]),
  );
}

function padTensor(tensor: Tensor, batchSize: number): Tensor {
  if (tensor.shape[0] === batchSize) return tensor;
  const sampleSize = sizeOf(tensor.shape.slice(1));
  const length = batchSize * sampleSize;
  const data = tensor.data instanceof Int32Array ? new Int32Array(length) : new Float32Array(length);
  data.set(tensor.data);
  for (let sample = tensor.shape[0]!; sample < batchSize; sample++)
    data.copyWithin(sample * sampleSize, 0, sampleSize);
  return { ...tensor, shape: tensor.shape.with(0, batchSize), data };
}
