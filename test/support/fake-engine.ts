/**
 * Engines that compute almost nothing, on a clock that only they and rests move: for tests of what stands around an engine.
 * Their steps are deterministic functions of state, batch and learning rate, so that a lost or doubled step shows in θ.
 */
import { must } from "../../shared/core/assert.ts";
import { createModel } from "../../shared/model/spec.ts";
import { adamwSpec } from "../../shared/optimizer/optimizer-spec.ts";
import type { Batch, TrainingState } from "../../shared/ports/engine.ts";
import type { EnginePlan } from "../../shared/training/engine-plan.ts";
import type { EngineProfile } from "../../shared/training/engine-profile.ts";
import type { EngineBackend } from "../../worker/engine/engine-worker.ts";
import type { RemoteEngine } from "../../worker/engine/remote-engine.ts";

/** A model of one number in, one out. */
export const SMALLEST_PLAN: EnginePlan = {
  model: {
    kind: "mlp",
    numericCount: 1,
    categoricalCount: 0,
    categoryCount: 0,
    hiddenWidths: [2],
    output: { kind: "numbers", count: 1 },
  },
  optimizer: adamwSpec(),
  batchSize: 1,
};

/** "webgpu", or "wasm ×2". */
export type DeviceName = "webgpu" | `wasm ×${number}`;

export const deviceName = (backend: EngineBackend): DeviceName =>
  backend.kind === "webgpu" ? "webgpu" : `wasm ×${backend.threadCount}`;

export class FakeDevices {
  /** Milliseconds; moved by steps, and by tests. */
  nowMs = 0;
  /** How long a step takes; 10 ms where nothing is said. */
  readonly stepMs = new Map<DeviceName, number>();
  /** Opening and every call of the device fail with this. */
  readonly failures = new Map<DeviceName, Error>();
  /** The same, but only one call fails. */
  readonly singleFailures = new Map<DeviceName, Error>();
  /** What the probe says of a device; `wasm-exact` where nothing is said. */
  readonly profiles = new Map<DeviceName, EngineProfile>();
  /** Devices in the order in which they were probed. */
  readonly probed: DeviceName[] = [];
  /** Devices open when this is fulfilled: a promise that waits is a slow download. */
  loaded: Promise<void> = Promise.resolve();
  /** The same of being given a state. */
  written: Promise<void> = Promise.resolve();
  /** Called after a device was opened. */
  onOpen: (device: DeviceName) => void = () => undefined;
  /** Called after every step with the device and the number of the step. */
  onStep: (device: DeviceName, step: number) => void = () => undefined;
  /** Devices in the order in which they were opened, and those that were not disposed of. */
  readonly opened: DeviceName[] = [];
  readonly living = new Set<FakeEngine>();
  stepCount = 0;

  readonly open = async (plan: EnginePlan, backend: EngineBackend): Promise<RemoteEngine> => {
    const name = deviceName(backend);
    const engine = new FakeEngine(this, name, plan);
    await this.loaded;
    this.failIfBroken(name);
    this.opened.push(name);
    this.living.add(engine);
    this.onOpen(name);
    return engine;
  };

  get livingNames(): DeviceName[] {
    return [...this.living].map(({ name }) => name);
  }

  failIfBroken(name: DeviceName): void {
    const failure = this.failures.get(name) ?? this.singleFailures.get(name);
    this.singleFailures.delete(name);
    if (failure) throw failure;
  }
}

class FakeEngine implements RemoteEngine {
  readonly name: DeviceName;
  readonly #devices: FakeDevices;
  readonly #plan: EnginePlan;
  #state: TrainingState | null = null;

  constructor(devices: FakeDevices, name: DeviceName, plan: EnginePlan) {
    this.#devices = devices;
    this.name = name;
    this.#plan = plan;
  }

  async write(state: TrainingState): Promise<void> {
    await this.#devices.written;
    this.#devices.failIfBroken(this.name);
    this.#state = structuredClone(state);
  }

  async read(): Promise<TrainingState> {
    this.#devices.failIfBroken(this.name);
    return structuredClone(this.#written());
  }

  async step(batch: Batch, learningRate: number): Promise<number> {
    this.#devices.nowMs += this.#devices.stepMs.get(this.name) ?? 10;
    this.#devices.stepCount++;
    this.#devices.failIfBroken(this.name);
    this.#state = nextState(this.#written(), batch, learningRate);
    this.#devices.onStep(this.name, this.#state.step);
    return 1 / this.#state.step;
  }

  async gradient(): Promise<{ loss: number; gradient: Float32Array }> {
    this.#devices.failIfBroken(this.name);
    return { loss: 1, gradient: this.#written().parameters.slice() };
  }

  async evaluate(batch: Batch): Promise<{ losses: Float32Array; prediction: Float32Array }> {
    this.#devices.failIfBroken(this.name);
    const { model } = this.#plan;
    const rows = must(batch["targets"], "no targets").data.length;
    const width =
      model.kind === "gpt"
        ? model.vocabularySize
        : model.kind === "mlp"
          ? model.output.count
          : model.classCount;
    return { losses: new Float32Array(rows).fill(1), prediction: new Float32Array(rows * width) };
  }

  async probe(): Promise<EngineProfile> {
    this.#devices.failIfBroken(this.name);
    this.#devices.probed.push(this.name);
    return this.#devices.profiles.get(this.name) ?? { kind: "wasm-exact" };
  }

  async dispose(): Promise<void> {
    this.#devices.living.delete(this);
  }

  #written(): TrainingState {
    return must(this.#state, "the engine was used before write()");
  }
}

/** θ₀ takes up every value of the batch in turn; the order of steps and batches decides its bits. */
function nextState({ parameters, optimizerState, step }: TrainingState, batch: Batch, learningRate: number) {
  const next = parameters.slice();
  for (const { data } of Object.values(batch))
    for (const value of data) next[0] = Math.fround(next[0]! * 0.999 + value * learningRate);
  return { parameters: next, optimizerState: optimizerState.slice(), step: step + 1 };
}

/** θ of the right length for a plan, before the first step. */
export function zeroState({ model }: EnginePlan): TrainingState {
  const { parameterCount } = createModel(model).layout;
  return { parameters: new Float32Array(parameterCount), optimizerState: new Float32Array(0), step: 0 };
}
