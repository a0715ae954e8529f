/** An Engine that lives in a worker of its own. */
import * as Comlink from "comlink";
import { DeviceLostError } from "../../shared/core/errors.ts";
import type { Engine } from "../../shared/ports/engine.ts";
import type { EnginePlan } from "../../shared/training/engine-plan.ts";
import type { EngineBackend, EngineWorkerApi } from "./engine-worker.ts";

/**
 * Starts a worker, loads the runtime there and compiles the plan. `dispose` ends the worker.
 * @throws whatever the runtime says when this backend cannot run here; DeviceLostError when the worker itself fails to start or dies
 */
export async function openRemoteEngine(plan: EnginePlan, backend: EngineBackend): Promise<Engine> {
  const worker = new Worker(new URL("./engine-worker.ts", import.meta.url), { type: "module", name: "tabloom engine" });
  const remote = Comlink.wrap<EngineWorkerApi>(worker);
  const death = Promise.withResolvers<never>();
  worker.addEventListener("error", ({ message }) => death.reject(new DeviceLostError(`the engine worker stopped: ${message || "it could not be loaded"}`)));
  death.promise.catch(() => undefined); // each call below reports it; without a call there is nobody to tell
  const guard = <T>(call: Promise<T>): Promise<T> => Promise.race([call, death.promise]);

  const engine: Engine = {
    write: (state) => guard(remote.write(state)),
    read: () => guard(remote.read()),
    step: (batch, learningRate) => guard(remote.step(batch, learningRate)),
    gradient: (batch) => guard(remote.gradient(batch)),
    evaluate: (batch) => guard(remote.evaluate(batch)),
    dispose: () => {
      worker.terminate();
      return Promise.resolve();
    },
  };
  try {
    await guard(remote.open(plan, backend));
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return engine;
}
