/** The one place where the page meets the browser's storage and clock. */
import type { ComputeOptions } from "../worker/api.ts";
import { type LedgerPort, shareWorker } from "./ledger/one-worker.ts";
import { browserPausePorts } from "./pause/browser-pause.ts";
import { DataMeter } from "./pause/data-meter.ts";
import type { PausePorts } from "./pause/pause-keeper.ts";
import type { OpenModelLink } from "./projects/project-model-link.ts";
import type { ProjectPorts } from "./projects/project-ports.ts";
import type { RunPorts } from "./run/run-controller.ts";
import { countTabs } from "./run/count-tabs.ts";
import { parseSavedRunHint } from "./run/saved-run-hint.ts";
import type { SavedRunMemory } from "./run/saved-run-hint.ts";
import { startTrainingWorker } from "./training-worker.ts";

const SAVED_RUN_KEY = "tabloom.savedRun";

export interface PagePorts {
  readonly run: RunPorts;
  readonly ledger: LedgerPort;
  readonly pause: PausePorts;
  readonly openModel: OpenModelLink;
  readonly projects: ProjectPorts;
}

export function browserPorts(): PagePorts {
  const meter = new DataMeter();
  const { connect, ledger } = shareWorker(() => startTrainingWorker(meter));
  const run = {
    connect,
    memory: savedRunMemory,
    backend: requestedBackend(),
    nowMs: () => Date.now(),
  };
  return { run, ledger, pause: browserPausePorts(meter), openModel, projects };
}

const openModel: OpenModelLink = async () =>
  (await import("./projects/project-model-link.ts")).openModelWorker();

const projects: ProjectPorts = {
  openTrial: async () =>
    (await import("./projects/create-trial-link.ts")).openTrialWorker(requestedBackend()),
  countTabs,
  readFeatured: async () => (await import("./projects/directory-featured.ts")).readFeatured(),
};

/** `?backend=wasm` in the address starts there: for tests, and for people whose graphics driver misbehaves. */
function requestedBackend(): ComputeOptions["backend"] {
  const name = new URLSearchParams(location.search).get("backend");
  return BACKENDS.find((backend) => backend === name) ?? "auto";
}

const BACKENDS: readonly ComputeOptions["backend"][] = ["webgpu", "wasm-threads", "wasm"];

/** What no training can do without; the engine has answers to everything else that may be missing. */
export const isBrowserSupported = (): boolean =>
  typeof Worker === "function" && typeof WebAssembly === "object";

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
