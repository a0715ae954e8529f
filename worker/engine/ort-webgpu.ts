/**
 * An engine whose θ and optimiser state stay in GPU buffers for as long as it lives. Two graphs: one gives loss and gradient, one applies the
 * optimiser; between them nothing but two numbers a step leaves the GPU. Bits depend on the device (`gpu-float`), so audits compare by tolerance.
 */
import * as ort from "onnxruntime-web/webgpu";
import { DeviceLostError, NonFiniteError } from "../../shared/core/errors.ts";
import { integerPower } from "../../shared/core/exact-math.ts";
import { gradientGraph, type Model } from "../../shared/model/model.ts";
import type { Graph } from "../../shared/model/operator.ts";
import { writeOnnx } from "../../shared/model/onnx-writer.ts";
import { createModel } from "../../shared/model/spec.ts";
import { optimizerStateLength } from "../../shared/optimizer/optimizer.ts";
import type { Batch, Engine, Evaluation, TrainingState } from "../../shared/ports/engine.ts";
import type { Tensor } from "../../shared/tensor/tensor-type.ts";
import type { EnginePlan } from "../../shared/training/engine-plan.ts";
import { type CompiledForward, ForwardRunner } from "../../shared/training/forward-runner.ts";
import { checkStateLengths } from "../../shared/training/host-engine.ts";
import { optimizerGraph } from "../../shared/training/optimizer-graph.ts";
import { Lifeline } from "./lifeline.ts";

type Outputs = Readonly<Record<string, ort.Tensor>>;

/** Outputs that are read back; all others stay in GPU buffers. */
const READ_BACK: ReadonlySet<string> = new Set(["loss", "check", "losses", "prediction"]);

/** Compiles the plan's graphs for the GPU. @throws ModelSpecError, or the runtime's error when the adapter refuses */
export async function createWebgpuEngine(plan: EnginePlan): Promise<Engine> {
  const model = createModel(plan.model);
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  const gradient = await createSession(gradientGraph(model, plan.batchSize));
  const optimizer = await createSession(optimizerGraph(plan.optimizer, model.layout));
  const device = await ort.env.webgpu.device;
  return new WebgpuEngine(
    plan,
    model,
    { gradient, optimizer, forward: new ForwardRunner(compileForward, model, plan.batchSize) },
    device,
  );
}

interface Sessions {
  readonly gradient: ort.InferenceSession;
  readonly optimizer: ort.InferenceSession;
  readonly forward: ForwardRunner<ort.Tensor>;
}

/** θ and the optimiser's state on the GPU; replaced as a whole by each completed step. */
interface DeviceState {
  readonly parameters: ort.Tensor;
  readonly optimizerState: ort.Tensor;
  readonly step: number;
}

class WebgpuEngine implements Engine {
  readonly #plan: EnginePlan;
  readonly #model: Model;
  readonly #sessions: Sessions;
  #state: DeviceState;
  /** Some calls of the runtime would wait forever for a lost device. */
  readonly #lifeline = new Lifeline();

  constructor(plan: EnginePlan, model: Model, sessions: Sessions, device: GPUDevice) {
    this.#plan = plan;
    this.#model = model;
    this.#sessions = sessions;
    this.#state = {
      parameters: hostTensor(new Float32Array(model.layout.parameterCount)),
      optimizerState: hostTensor(new Float32Array(optimizerStateLength(plan.optimizer, model.layout))),
      step: 0,
    };
    void device.lost.then(({ reason, message }) => {
      this.#lifeline.fail(
        new DeviceLostError(
          `the graphics device was lost (${reason}: ${message}); go on from the last state on another backend`,
        ),
      );
    });
  }

  async write(state: TrainingState): Promise<void> {
    const { layout } = this.#model;
    const stateLength = optimizerStateLength(this.#plan.optimizer, layout);
    checkStateLengths(state, layout.parameterCount, stateLength);
    const optimizerState =
      state.optimizerState.length === 0 ? new Float32Array(stateLength) : state.optimizerState.slice();
    // Uploaded by the first step that uses them.
    this.#replace({
      parameters: hostTensor(state.parameters.slice()),
      optimizerState: hostTensor(optimizerState),
      step: state.step,
    });
  }

  read(): Promise<TrainingState> {
    return this.#lifeline.guard(async () => ({
      parameters: Float32Array.from((await this.#state.parameters.getData()) as Float32Array),
      optimizerState: Float32Array.from((await this.#state.optimizerState.getData()) as Float32Array),
      step: this.#state.step,
    }));
  }

  step(batch: Batch, learningRate: number): Promise<number> {
    return this.#lifeline.guard(async () => {
      const { loss, gradient } = await this.#runGradient(batch);
      const { parameters, optimizerState, step } = this.#state;
      const { beta1, beta2 } = this.#plan.optimizer;
      const rates = Float32Array.of(
        learningRate,
        1 - integerPower(beta1, step + 1),
        1 - integerPower(beta2, step + 1),
      );
      const next = await this.#sessions.optimizer.run({
        parameters,
        state: optimizerState,
        gradient: gradient!,
        rates: hostTensor(rates),
      });
      gradient!.dispose();
      const norm = (next["check"]!.data as Float32Array)[0]!;
      const lossValue = (loss!.data as Float32Array)[0]!;
      if (!Number.isFinite(norm) || !Number.isFinite(lossValue) || norm === 0) {
        disposeAll(next);
        throw refusal(lossValue, norm);
      }
      this.#replace({
        parameters: next["nextParameters"]!,
        optimizerState: next["nextState"]!,
        step: step + 1,
      });
      return lossValue;
    });
  }

  gradient(batch: Batch): Promise<{ loss: number; gradient: Float32Array }> {
    return this.#lifeline.guard(async () => {
      const { loss, gradient } = await this.#runGradient(batch);
      const values = Float32Array.from((await gradient!.getData()) as Float32Array);
      gradient!.dispose();
      return { loss: (loss!.data as Float32Array)[0]!, gradient: values };
    });
  }

  evaluate(batch: Batch): Promise<Evaluation> {
    return this.#lifeline.guard(() => this.#sessions.forward.run(this.#state.parameters, batch));
  }

  async dispose(): Promise<void> {
    this.#state.parameters.dispose();
    this.#state.optimizerState.dispose();
    await this.#sessions.gradient.release();
    await this.#sessions.optimizer.release();
    await this.#sessions.forward.dispose();
  }

  #runGradient(batch: Batch): Promise<Outputs> {
    return this.#sessions.gradient.run({ parameters: this.#state.parameters, ...toOrtBatch(batch) });
  }

  /** Without dispose a step leaks three buffers. */
  #replace(next: DeviceState): void {
    this.#state.parameters.dispose();
    this.#state.optimizerState.dispose();
    this.#state = next;
  }
}

/** A zero gradient comes from a device that is going away or a kernel that failed silently, never from a model that still learns. */
function refusal(loss: number, norm: number): Error {
  return norm === 0
    ? new DeviceLostError(
        `the graphics device returned loss ${loss} and no gradient; go on on another backend`,
      )
    : new NonFiniteError(
        `loss ${loss}, gradient norm ${norm}; lower the learning rate or check the data for extreme values`,
      );
}

function createSession(graph: Graph): Promise<ort.InferenceSession> {
  const locations = Object.fromEntries(
    [...graph.outputs.keys()].map((name) => [name, READ_BACK.has(name) ? "cpu" : "gpu-buffer"] as const),
  );
  return ort.InferenceSession.create(writeOnnx(graph, "webgpu"), {
    executionProviders: ["webgpu"],
    graphOptimizationLevel: "all",
    preferredOutputLocation: locations,
  });
}

async function compileForward(graph: Graph): Promise<CompiledForward<ort.Tensor>> {
  const session = await createSession(graph);
  return {
    run: async (parameters, batch) => {
      const { losses, prediction } = await session.run({ parameters, ...toOrtBatch(batch) });
      return { losses: losses!.data as Float32Array, prediction: prediction!.data as Float32Array };
    },
    dispose: () => session.release(),
  };
}

function disposeAll(tensors: Outputs): void {
  for (const tensor of Object.values(tensors)) tensor.dispose();
}

function hostTensor(values: Float32Array): ort.Tensor {
  return new ort.Tensor("float32", values, [values.length]);
}

function toOrtBatch(batch: Batch): Record<string, ort.Tensor> {
  return Object.fromEntries(
    Object.entries(batch).map(([name, { elementType, data, shape }]: [string, Tensor]) => [
      name,
      new ort.Tensor(elementType, data, shape),
    ]),
  );
}
