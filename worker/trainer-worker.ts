/** The participant worker: builds the real ports and answers the page. */
import * as Comlink from "comlink";
import { cachedVerifier } from "../shared/ledger/cached-verifier.ts";
import { ed25519Verifier } from "../shared/ledger/ed25519.ts";
import type { Participant } from "../shared/swarm/participant.ts";
import type { TrainerApi } from "./api.ts";
import { surveyBackends } from "./engine/backends.ts";
import { openRemoteEngine } from "./engine/remote-engine.ts";
import { Profile } from "./identity/profile.ts";
import { LedgerService } from "./ledger/service.ts";
import { SharedPen } from "./ledger/shared-pen.ts";
import { Network } from "./network.ts";
import { StorageTrouble } from "./storage-trouble.ts";
import { BlobStore } from "./storage/blob-store.ts";
import { HeadDatabase } from "./storage/head-store.ts";
import { MaterialStore } from "./storage/material-store.ts";
import { fetchUrl } from "./swarm/fetch-url.ts";
import { systemClock } from "./system-clock.ts";
import { Trainer } from "./trainer.ts";

/** Signatures of the last few rounds of a full cell: each is heard from many neighbours and checked once. */
const REMEMBERED_SIGNATURES = 512;

const network = new Network();
const verifier = cachedVerifier(ed25519Verifier, REMEMBERED_SIGNATURES);
const wallClockMs = () => Date.now();
const wallSeconds = () => Math.floor(wallClockMs() / 1000);
const cache = new BlobStore({ wallClockMs });
const material = new MaterialStore();
const heads = new HeadDatabase();

let participant: Participant | null = null;
const storageTrouble = new StorageTrouble();

/** Of the keys or the ledger: nothing ends, but people should know. */
function onProblem(error: unknown): void {
  storageTrouble.add(error);
  trainer.report(error);
}

function onKept(): void {
  if (storageTrouble.endReceipts()) trainer.reportReceiptsKept();
}

const profile = new Profile({ wallSeconds, onProblem, onKept });
const pen = new SharedPen(profile, (taken) => ledger.onPen(taken));
const ledger: LedgerService = new LedgerService({
  profile,
  pen,
  publish: (record) => participant?.publish(record),
  wallSeconds,
  onProblem,
  onNewPerson: () => trainer.becomeAnother(),
  material,
  cache,
  heads,
  verifier,
  clock: systemClock,
  storageProblems: () => storageTrouble.problems,
});
const trainer: Trainer = new Trainer({
  heads,
  cache,
  surveyBackends,
  openEngine: openRemoteEngine,
  openTransport: (room, signer, isRelayOnly) => network.join(room, signer, isRelayOnly),
  fetchUrl,
  profile: pen,
  learn: (...project) => ledger.learn(...project),
  material,
  onParticipant: (present) => {
    participant = present;
  },
  verifier,
  clock: systemClock,
  wallClockMs,
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

const api: TrainerApi = {
  listen: (listener) => trainer.listen(listener),
  attachNetwork: async (openPort) => network.attach(openPort),
  savedRun: () => trainer.savedRun(),
  start: (request) => trainer.start(request),
  setIntensity: (intensity) => trainer.setIntensity(intensity),
  stop: () => trainer.stop(),
};
Comlink.expose({ ...api, ledger: Comlink.proxy(ledger) });
