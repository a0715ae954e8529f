/** The worker that trains and keeps the ledger, with the page's connections beside it. */
import * as comlink from "comlink";
import type { TrainerApi } from "../worker/api.ts";
import type { LedgerApi } from "../worker/ledger-api.ts";
import { PageNetwork } from "./network.ts";
import type { DataMeter } from "./pause/data-meter.ts";
import type { TrainerLink } from "./run/trainer-link.ts";

/** What the worker exposes: the run's methods, and under one name all of the ledger's. */
type WorkerApi = TrainerApi & { readonly ledger: LedgerApi & comlink.ProxyMarked };

export function startTrainingWorker(meter: DataMeter): TrainerLink {
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
        await Promise.all([
          remote.attachNetwork(comlink.proxy(openPort)),
          import("./messages/english-of-problems.ts"), // before it can tell of one
        ]);
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
    sites: (query) => remote.sites(query),
    receiptsFrom: (site, limit) => remote.receiptsFrom(site, limit),
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
    claimPlace: () => remote.claimPlace(),
    acceptOwner: (ticket) => remote.acceptOwner(ticket),
    claimant: () => remote.claimant(),
    claimDevice: (place) => remote.claimDevice(place),
    keepClaim: (record) => remote.keepClaim(record),
    exportBoard: (format, project) => remote.exportBoard(format, project),
    exportBundle: (project) => remote.exportBundle(project),
    verify: (bundle, onProgress) => remote.verify(bundle, comlink.proxy(onProgress)),
    certificate: () => remote.certificate(),
  };
}
