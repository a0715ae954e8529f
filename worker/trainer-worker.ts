/** The participant worker: builds the real ports and answers the page. */
import * as Comlink from "comlink";
import { cachedVerifier } from "../shared/ledger/cached-verifier.ts";
import { ed25519Verifier } from "../shared/ledger/ed25519.ts";
import type { TrainerApi } from "./api.ts";
import { surveyBackends } from "./engine/backends.ts";
import { openRemoteEngine } from "./engine/remote-engine.ts";
import { createSessionSigner } from "./identity/webcrypto-signer.ts";
import { Network } from "./network.ts";
import { BlobStore } from "./storage/blob-store.ts";
import { HeadDatabase } from "./storage/head-store.ts";
import { fetchUrl } from "./swarm/fetch-url.ts";
import { systemClock } from "./system-clock.ts";
import { Trainer } from "./trainer.ts";

/** Signatures of the last few rounds of a full cell: each is heard from many neighbours and checked once. */
const REMEMBERED_SIGNATURES = 512;

const network = new Network();
const wallClockMs = () => Date.now();

const trainer = new Trainer({
  heads: new HeadDatabase(),
  cache: new BlobStore({ wallClockMs }),
  surveyBackends,
  openEngine: openRemoteEngine,
  openTransport: (room, signer, isRelayOnly) => network.join(room, signer, isRelayOnly),
  fetchUrl,
  createSigner: createSessionSigner,
  verifier: cachedVerifier(ed25519Verifier, REMEMBERED_SIGNATURES),
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
Comlink.expose(api);
