/** An engine that lives in a worker of its own. */
import * as Comlink from "comlink";
import { DeviceLostError } from "../../shared/core/errors.ts";
import type { Engine } from "../../shared/ports/engine.ts";
import type { EnginePlan } from "../../shared/training/engine-plan.ts";
import type { EngineProfile } from "../../shared/training/engine-profile.ts";
import type { EngineBackend, EngineWorkerApi } from "./engine-worker.ts";
import { Lifeline } from "./lifeline.ts";

export interface RemoteEngine extends Engine {
  /** What this worker may claim about its bits; runs the conformance probe there. */
  probe(): Promise<EngineProfile>;
}

/**
 * Starts a worker, loads the runtime there and compiles the plan. `dispose` ends the worker.
 * @param signal ends it while it opens, which may take seconds; an engine that is open is its owner's to dispose of
 * @throws whatever the runtime says when this backend cannot run here; DeviceLostError when the worker itself fails to start or dies
 */
export async function openRemoteEngine(
  plan: EnginePlan,
  backend: EngineBackend,
  signal?: AbortSignal,
): Promise<RemoteEngine> {
  const worker = new Worker(new URL("./engine-worker.ts", import.meta.url), {
    type: "module",
    name: "tabloom engine",
  });
  const remote = Comlink.wrap<EngineWorkerApi>(worker);
  const lifeline = new Lifeline();
  worker.addEventListener("error", ({ message }) => {
    lifeline.fail(new DeviceLostError(`the engine worker stopped: ${message || "it could not be loaded"}`));
  });
  const giveUp = () => lifeline.fail(new DeviceLostError("the run ended while the engine was opened"));
  signal?.addEventListener("abort", giveUp);
  if (signal?.aborted === true) giveUp();
  const engine: RemoteEngine = {
    write: (state) => lifeline.guard(() => remote.write(state)),
    read: () => lifeline.guard(() => remote.read()),
    step: (batch, learningRate) => lifeline.guard(() => remote.step(batch, learningRate)),
    gradient: (batch) => lifeline.guard(() => remote.gradient(batch)),
    evaluate: (batch) => lifeline.guard(() => remote.evaluate(batch)),
    probe: () => lifeline.guard(async () => remote.probe()), // async: comlink types one promise for each kind of profile
    dispose: () => {
      worker.terminate();
      return Promise.resolve();
    },
  };
  try {
    await lifeline.guard(() => remote.open(plan, backend));
  } catch (error) {
    worker.terminate();
    throw error;
  } finally {
    signal?.removeEventListener("abort", giveUp);
  }
  return engine;
}
