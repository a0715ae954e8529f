/** The signatures that peers really make, from keys that follow from a seed: for simulations whose records outsiders should be able to check. */
import { sha256 } from "../core/hash.ts";
import { cachedVerifier } from "../ledger/cached-verifier.ts";
import { createSigner, ed25519Verifier } from "../ledger/ed25519.ts";
import type { PeerId } from "../core/ids.ts";
import type { Signer, Verifier } from "../ports/signatures.ts";
import type { SimulatedSignatures } from "./keyed-signatures.ts";

/** All simulated peers share it: each would check the same few records of a round, at more than a millisecond each. */
const REMEMBERED = 10_000;

export class Ed25519Signatures implements SimulatedSignatures {
  readonly #verifier: Verifier;
  readonly #seed: string;

  /** @param verifier a faster one that gives the same answers, where there is one */
  constructor(seed: string, verifier: Verifier = ed25519Verifier) {
    this.#seed = seed;
    this.#verifier = cachedVerifier(verifier, REMEMBERED);
  }

  createSigner(name: string): Signer {
    return createSigner(sha256(new TextEncoder().encode(`${this.#seed}/secret/${name}`)));
  }

  verify(device: PeerId, message: Uint8Array, signature: Uint8Array): boolean {
    return this.#verifier.verify(device, message, signature);
  }
}
