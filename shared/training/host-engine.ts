/**
 * An engine whose θ lives in ordinary memory: a graph gives loss and gradient, plain loops apply the optimiser. Over ONNX Runtime's
 * WASM backend this is the fastest arrangement measured on CPUs, and its bits are reproducible (the exact profile); over the
 * reference interpreter it is the oracle.
 */
import { assert } from "../core/assert.ts";
import { NonFiniteError, ShapeError } from "../core/errors.ts";
import { gradientGraph, type Model } from "../model/model.ts";
import type { Graph } from "../model/operator.ts";
import { createModel } from "../model/spec.ts";
import { muonEnd, optimizerStateLength, optimizerStep } from "../optimizer/optimizer.ts";
import type { Batch, Engine, Evaluation, TrainingState } from "../ports/engine.ts";
import { float32, type Tensor } from "../tensor/tensor-type.ts";
import type { EnginePlan } from "./engine-plan.ts";
import { type CompiledForward, ForwardRunner } from "./forward-runner.ts";
import type { CompiledGraph, GraphRunner } from "./graph-runner.ts";
import { newtonSchulzGraph } from "./newton-schulz-graph.ts";

/** Compiles the plan's graphs. @throws ModelSpecError when the model cannot be built */
export async function createHostEngine(plan: EnginePlan, runner: GraphRunner): Promise<Engine> {
  const model = createModel(plan.model);
  const gradient = await runner.compile(gradientGraph(model, plan.batchSize));
  const hasMuon = muonEnd(plan.optimizer, model.layout) > 0;
  const newtonSchulz = hasMuon
    ? await runner.compile(newtonSchulzGraph(model.layout, plan.optimizer.newtonSchulz))
    : null;
  const forward = new ForwardRunner((graph) => compileForward(runner, graph), model, plan.batchSize);
  return new HostEngine(plan, model, { gradient, newtonSchulz, forward });
}

async function compileForward(runner: GraphRunner, graph: Graph): Promise<CompiledForward<Tensor>> {
  const compiled = await runner.compile(graph);
  return {
    run: async (parameters, batch) => {
      const { losses, prediction } = await compiled.run({ parameters, ...batch });
      return { losses: losses!, prediction: prediction! };
    },
    dispose: () => compiled.dispose(),
  };
}

interface CompiledGraphs {
  readonly gradient: CompiledGraph;
  /** Absent when the optimiser or the model has nothing to orthogonalise. */
  readonly newtonSchulz: CompiledGraph | null;
  readonly forward: ForwardRunner<Tensor>;
}

class HostEngine implements Engine {
  readonly #plan: EnginePlan;
  readonly #model: Model;
  readonly #graphs: CompiledGraphs;
  readonly #parameters: Float32Array;
  readonly #optimizerState: Float32Array;
  #step = 0;

  constructor(plan: EnginePlan, model: Model, graphs: CompiledGraphs) {
    this.#plan = plan;
    this.#model = model;
    this.#graphs = graphs;
    this.#parameters = new Float32Array(model.layout.parameterCount);
    this.#optimizerState = new Float32Array(optimizerStateLength(plan.optimizer, model.layout));
  }

  async write(state: TrainingState): Promise<void> {
    checkStateLengths(state, this.#parameters.length, this.#optimizerState.length);
    this.#parameters.set(state.parameters);
    this.#optimizerState.fill(0);
    this.#optimizerState.set(state.optimizerState);
    this.#step = state.step;
  }

  async read(): Promise<TrainingState> {
    return {
      parameters: this.#parameters.slice(),
      optimizerState: this.#optimizerState.slice(),
      step: this.#step,
    };
  }

  async step(batch: Batch, learningRate: number): Promise<number> {
    const { loss, gradient } = await this.gradient(batch);
    if (!Number.isFinite(loss))
      throw new NonFiniteError(
        `the training loss is ${loss}; lower the learning rate or check the data for extreme values`,
      );
    await optimizerStep(this.#plan.optimizer, this.#model.layout, {
      parameters: this.#parameters,
      state: this.#optimizerState,
      gradient,
      stepNumber: this.#step + 1,
      learningRate,
      orthogonalize: (direction) => this.#orthogonalize(direction),
    });
    this.#step++;
    return loss;
  }

  async gradient(batch: Batch): Promise<{ loss: number; gradient: Float32Array }> {
    const { loss, gradient } = await this.#graphs.gradient.run({ parameters: this.#theta(), ...batch });
    return { loss: loss![0]!, gradient: gradient! };
  }

  evaluate(batch: Batch): Promise<Evaluation> {
    return this.#graphs.forward.run(this.#theta(), batch);
  }

  async dispose(): Promise<void> {
    await this.#graphs.gradient.dispose();
    await this.#graphs.newtonSchulz?.dispose();
    await this.#graphs.forward.dispose();
  }

  async #orthogonalize(direction: Float32Array): Promise<Float32Array> {
    assert(this.#graphs.newtonSchulz !== null, "asked to orthogonalise without hidden matrices");
    const { orthogonal } = await this.#graphs.newtonSchulz.run({
      direction: { ...float32([direction.length]), data: direction },
    });
    return orthogonal!;
  }

  #theta(): Tensor {
    return { ...float32([this.#parameters.length]), data: this.#parameters };
  }
}

/** An empty optimiser state stands for zeros. @throws ShapeError */
export function checkStateLengths(
  state: TrainingState,
  parameterCount: number,
  optimizerStateCount: number,
): void {
  const { parameters, optimizerState } = state;
  if (parameters.length !== parameterCount)
    throw new ShapeError(`expected ${parameterCount} parameters, got ${parameters.length}`);
  if (optimizerState.length !== optimizerStateCount && optimizerState.length !== 0) {
    throw new ShapeError(
      `expected an optimiser state of ${optimizerStateCount} values, got ${optimizerState.length}`,
    );
  }
}
