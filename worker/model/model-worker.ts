/**
 * The model worker: the page opens it to look at a project and to try its model, and ends it when nobody asks any more. Apart from the participant worker,
 * so that reading a large table or writing a text never delays a heartbeat.
 */
import * as Comlink from "comlink";
import { cachedVerifier } from "../../shared/ledger/cached-verifier.ts";
import { ed25519Verifier } from "../../shared/ledger/ed25519.ts";
import { freshSeed } from "../open-run.ts";
import { BlobStore } from "../storage/blob-store.ts";
import { HeadDatabase } from "../storage/head-store.ts";
import { ModelService } from "./service.ts";

/** Signatures of the head and the manifest, which are looked at again for every question. */
const REMEMBERED_SIGNATURES = 64;

Comlink.expose(
  new ModelService({
    heads: new HeadDatabase(),
    cache: new BlobStore({ wallClockMs: () => Date.now() }),
    verifier: cachedVerifier(ed25519Verifier, REMEMBERED_SIGNATURES),
    async openRunner() {
      const { createWasmRunner } = await import("../engine/ort-wasm.ts");
      return createWasmRunner({ threadCount: 1 });
    },
    seed: freshSeed,
  }),
);
