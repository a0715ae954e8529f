/**
 * Signatures for simulations: a keyed hash whose keys only this object knows. As unforgeable among simulated peers as Ed25519, and
 * a thousand times faster, so that a fault schedule costs its logic and not its cryptography.
 */
import { concatBytes, toHex } from "../core/bytes.ts";
import { sha256 } from "../core/hash.ts";
import type { PeerId } from "../core/ids.ts";
import type { Signer, Verifier } from "../ports/signatures.ts";

/** Who signs, and who checks, in a simulation. */
export interface SimulatedSignatures extends Verifier {
  /** The same name gives the same device. */
  createSigner(name: string): Signer;
}

export class KeyedSignatures implements SimulatedSignatures {
  readonly #secrets = new Map<PeerId, Uint8Array>();
  readonly #seed: string;

  constructor(seed: string) {
    this.#seed = seed;
  }

  createSigner(name: string): Signer {
    const secret = sha256(new TextEncoder().encode(`${this.#seed}/secret/${name}`));
    const device = toHex(sha256(secret));
    this.#secrets.set(device, secret);
    return { device, sign: async (message) => seal(secret, message) };
  }

  verify(device: PeerId, message: Uint8Array, signature: Uint8Array): boolean {
    const secret = this.#secrets.get(device);
    return secret !== undefined && toHex(seal(secret, message)) === toHex(signature);
  }
}

/** 64 bytes, as long as Ed25519's. */
function seal(secret: Uint8Array, message: Uint8Array): Uint8Array {
  const half = sha256(concatBytes([secret, message]));
  return concatBytes([half, sha256(half)]);
}
