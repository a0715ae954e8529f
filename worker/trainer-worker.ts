/** The trainer's worker: builds the real ports and answers the page. */
import * as Comlink from "comlink";
import type { TrainerApi } from "./api.ts";
import { surveyBackends } from "./engine/backends.ts";
import { openRemoteEngine } from "./engine/remote-engine.ts";
import { CheckpointStore } from "./storage/checkpoint-store.ts";
import { Trainer } from "./trainer.ts";

const trainer: TrainerApi = new Trainer({
  store: new CheckpointStore(),
  surveyBackends,
  openEngine: openRemoteEngine,
  nowMs: () => performance.now(),
  wallClockMs: () => Date.now(),
  sleep,
});

/** A timer even for zero: messages (stop) are heard between two steps. */
function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, delayMs);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}

Comlink.expose(trainer);
