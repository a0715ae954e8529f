/** The one place where the page meets the browser's worker, storage and clock. */
import * as comlink from "comlink";
import type { ComputeOptions, TrainerApi } from "../worker/api.ts";
import type { LedgerApi } from "../worker/ledger-api.ts";
import { type LedgerPort, shareWorker } from "./ledger/one-worker.ts";
import { PageNetwork } from "./network.ts";
import { browserPausePorts } from "./pause/browser-pause.ts";
import { DataMeter } from "./pause/data-meter.ts";
import type { PausePorts } from "./pause/pause-keeper.ts";
import type { OpenModelLink } from "./projects/project-model-link.ts";
import type { ProjectPorts } from "./projects/project-ports.ts";
import type { RunPorts } from "./run/run-controller.ts";
import { parseSavedRunHint } from "./run/saved-run-hint.ts";
import type { SavedRunMemory } from "./run/saved-run-hint.ts";
import type { TrainerLink } from "./run/trainer-link.ts";

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

/** What the worker exposes: the run's methods, and under one name all of the ledger's. */
type WorkerApi = TrainerApi & { readonly ledger: LedgerApi & comlink.ProxyMarked };

function startTrainingWorker(meter: DataMeter): TrainerLink {
  const worker = new Worker(new URL("../worker/trainer-worker.ts", import.meta.url), { type: "module" });
  const network = new PageNetwork(meter);
  const remote = comlink.wrap<WorkerApi>(worker);
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
    ledger: ledgerOf(remote.ledger),
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

/** The same methods; listeners stay here, and the worker gets proxies of them. */
function ledgerOf(remote: comlink.Remote<LedgerApi>): LedgerApi {
  return {
    watch: (listener) => remote.watch(comlink.proxy(listener)),
    receipts: (before, limit) => remote.receipts(before, limit),
    receipt: (record) => remote.receipt(record),
    receiptsOf: (root, limit) => remote.receiptsOf(root, limit),
    leaderboard: (query) => remote.leaderboard(query),
    rounds: (query) => remote.rounds(query),
    projectWork: (project) => remote.projectWork(project),
    projects: () => remote.projects(),
    nameOf: (device) => remote.nameOf(device),
    identity: () => remote.identity(),
    changeIdentity: (change) => remote.changeIdentity(change),
    phrase: () => remote.phrase(),
    forgetPhrase: () => remote.forgetPhrase(),
    restore: (phrase) => remote.restore(phrase),
    createTeam: (name, url) => remote.createTeam(name, url),
    revokeDevice: (device) => remote.revokeDevice(device),
    exportBoard: (format, project) => remote.exportBoard(format, project),
    exportBundle: (project) => remote.exportBundle(project),
    verify: (bundle, onProgress) => remote.verify(bundle, comlink.proxy(onProgress)),
    certificate: (verifyLink) => remote.certificate(verifyLink),
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
