/** The page's end of a trial worker. */
import * as comlink from "comlink";
import "../messages/english-of-problems.ts";
import type { ComputeOptions } from "../../worker/api.ts";
import type { TrialAnswer, TrialApi, TrialResult, TrialStep } from "../../worker/trial-api.ts";
import type { ModelName } from "../../shared/training/defaults.ts";

export interface TrialLink {
  readonly look: TrialApi["look"];
  /** On the backend that the address asks for. */
  readonly run: (model: ModelName, onStep: (step: TrialStep) => void) => Promise<TrialAnswer<TrialResult>>;
  /** Registers the one listener for the worker's death. */
  readonly onCrash: (listener: () => void) => void;
  /** Ends the worker at once, whatever it is doing. */
  readonly close: () => void;
}

/** Opens a worker of its own. */
export type OpenTrialLink = () => Promise<TrialLink>;

export function openTrialWorker(backend: ComputeOptions["backend"]): TrialLink {
  const worker = new Worker(new URL("../../worker/trial/trial-worker.ts", import.meta.url), {
    type: "module",
    name: "tabloom trial",
  });
  const remote = comlink.wrap<TrialApi>(worker);
  return {
    look: (files) => remote.look(files),
    run: (model, onStep) => remote.run(model, backend, comlink.proxy(onStep)),
    onCrash(listener) {
      worker.addEventListener("error", listener);
      worker.addEventListener("messageerror", listener);
    },
    close: () => worker.terminate(),
  };
}
