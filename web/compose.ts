/** The one place where the page meets the browser's worker, storage and clock. */
import * as comlink from "comlink";
import type { ComputeOptions, TrainerApi } from "../worker/api.ts";
import { PageNetwork } from "./network.ts";
import type { RunPorts } from "./run/run-controller.ts";
import { parseSavedRunHint } from "./run/saved-run-hint.ts";
import type { SavedRunMemory } from "./run/saved-run-hint.ts";
import type { TrainerLink } from "./run/trainer-link.ts";

const SAVED_RUN_KEY = "tabloom.savedRun";

export function browserPorts(): RunPorts {
  return {
    connect: startTrainingWorker,
    memory: savedRunMemory,
    backend: requestedBackend(),
    nowMs: () => Date.now(),
  };
}

/** `?backend=wasm` in the address starts there: for tests, and for people whose graphics driver misbehaves. */
function requestedBackend(): ComputeOptions["backend"] {
  const name = new URLSearchParams(location.search).get("backend");
  return BACKENDS.find((backend) => backend === name) ?? "auto";
}

const BACKENDS: readonly ComputeOptions["backend"][] = ["webgpu", "wasm-threads", "wasm"];

/** What no training can do without; the engine has answers to everything else that may be missing. */
export const isBrowserSupported = (): boolean =>
  typeof Worker === "function" && typeof WebAssembly === "object";

function startTrainingWorker(): TrainerLink {
  const worker = new Worker(new URL("../worker/trainer-worker.ts", import.meta.url), { type: "module" });
  const network = new PageNetwork();
  const remote = comlink.wrap<TrainerApi>(worker);
  return {
    api: {
      async listen(listener) {
        const openPort = async () => {
          const port = await network.openPort();
          return comlink.transfer(port, [port]);
        };
        await remote.attachNetwork(comlink.proxy(openPort));
        await remote.listen(comlink.proxy(listener));
      },
      savedRun: () => remote.savedRun(),
      start: (request) => remote.start(request),
      setIntensity: (intensity) => remote.setIntensity(intensity),
      stop: () => remote.stop(),
    },
    onCrash(listener) {
      // A script that cannot be loaded gives a plain Event, without a message.
      worker.addEventListener("error", (event: Partial<ErrorEvent>) => listener(event.message ?? ""));
      worker.addEventListener("messageerror", () => listener("A message could not be read."));
    },
    close() {
      worker.terminate();
      network.close();
    },
  };
}

/** Storage that is blocked or full costs only the offer to resume. */
const savedRunMemory: SavedRunMemory = {
  read() {
    try {
      return parseSavedRunHint(localStorage.getItem(SAVED_RUN_KEY));
    } catch {
      return null;
    }
  },
  write(hint) {
    try {
      if (hint) localStorage.setItem(SAVED_RUN_KEY, JSON.stringify(hint));
      else localStorage.removeItem(SAVED_RUN_KEY);
    } catch {
      // Without it the page has to ask the worker.
    }
  },
  // The checkpoints' database is the only one of this origin; localStorage reaches the disk seconds later.
  async mayHaveForgotten() {
    try {
      return (await indexedDB.databases()).length > 0;
    } catch {
      return false; // blocked, or Firefox before 126
    }
  },
};
