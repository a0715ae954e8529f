import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

/**
 * HKDF-SHA-256 (RFC 5869) without a salt: one key for each purpose from one secret. Not for passwords: it adds no work, so the
 * secret must be unguessable by itself.
 * @returns 32 bytes
 */
export function deriveKey(secret: Uint8Array, purpose: string): Uint8Array {
  return hkdf(sha256, secret, undefined, new TextEncoder().encode(purpose), 32);
}
