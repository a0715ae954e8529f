/**
 * The engine worker: one engine on one backend with one thread count, for as long as the worker lives. A long step here never delays a
 * heartbeat elsewhere, and ending the worker frees every byte of the runtime.
 */
import * as Comlink from "comlink";
import type { Engine } from "../../shared/ports/engine.ts";
import { createHostEngine } from "../../shared/training/host-engine.ts";
import type { EnginePlan } from "../../shared/training/engine-plan.ts";
import { type EngineProfile, probeProfile } from "../../shared/training/engine-profile.ts";
import type { GraphRunner } from "../../shared/training/graph-runner.ts";
import { must } from "../../shared/core/assert.ts";

export type EngineBackend =
  | { readonly kind: "webgpu" }
  | { readonly kind: "wasm"; readonly threadCount: number };

let engine: Engine | null = null;
/** The WASM runtime; null on WebGPU. */
let runner: GraphRunner | null = null;
const opened = () => must(engine, "the engine worker was used before open()");

const engineWorker = {
  /** Loads the runtime and compiles the plan's graphs. */
  async open(plan: EnginePlan, backend: EngineBackend): Promise<void> {
    if (backend.kind === "webgpu") {
      const { createWebgpuEngine } = await import("./ort-webgpu.ts");
      engine = await createWebgpuEngine(plan);
    } else {
      const { createWasmRunner } = await import("./ort-wasm.ts");
      runner = createWasmRunner(backend);
      engine = await createHostEngine(plan, runner);
    }
  },
  write: (...state: Parameters<Engine["write"]>) => opened().write(...state),
  async read() {
    const state = await opened().read();
    return Comlink.transfer(state, [state.parameters.buffer, state.optimizerState.buffer]);
  },
  step: (...step: Parameters<Engine["step"]>) => opened().step(...step),
  async gradient(...batch: Parameters<Engine["gradient"]>) {
    const result = await opened().gradient(...batch);
    return Comlink.transfer(result, [result.gradient.buffer]);
  },
  /** Takes a fraction of a second on WASM, and leaves the engine's state alone. */
  async probe(): Promise<EngineProfile> {
    const wasm = runner;
    return wasm ? probeProfile((plan) => createHostEngine(plan, wasm)) : { kind: "gpu-float" };
  },
  evaluate: (...batch: Parameters<Engine["evaluate"]>) => opened().evaluate(...batch),
  dispose: () => opened().dispose(),
};

export type EngineWorkerApi = typeof engineWorker;

Comlink.expose(engineWorker);
