/** Ed25519 in plain code: the verifier everywhere (it must answer at once), and the signer where WebCrypto has none. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { fromHex, toHex } from "../core/bytes.ts";
import { isHash } from "../core/ids.ts";
import type { Signer, Verifier } from "../ports/signatures.ts";

const SIGNATURE_BYTES = 64;

/**
 * FIPS 186-5 rather than ZIP 215: refuses encodings that are not reduced and keys of small order, under which one signature
 * would fit many messages.
 */
const STRICT = { zip215: false };

export const ed25519Verifier: Verifier = {
  verify(device, message, signature) {
    if (!isHash(device) || signature.length !== SIGNATURE_BYTES) return false;
    try {
      return ed25519.verify(signature, message, fromHex(device), STRICT);
    } catch {
      return false; // 32 bytes that are not a point of the curve
    }
  },
};

/** @param secretKey 32 random bytes, which the signer keeps */
export function createSigner(secretKey: Uint8Array): Signer {
  const key = secretKey.slice();
  return {
    device: toHex(ed25519.getPublicKey(key)),
    sign: async (message) => ed25519.sign(message, key),
  };
}
