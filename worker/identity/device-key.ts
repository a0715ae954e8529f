/**
 * A device's key: made by WebCrypto where it knows Ed25519, so that no code can read it; otherwise 32 bytes for plain
 * code. IndexedDB can keep both as they are.
 */
import { toHex } from "../../shared/core/bytes.ts";
import type { PeerId } from "../../shared/core/ids.ts";
import { createSigner } from "../../shared/ledger/ed25519.ts";
import type { Signer } from "../../shared/ports/signatures.ts";

export type DeviceKey =
  | { readonly kind: "webcrypto"; readonly device: PeerId; readonly privateKey: CryptoKey }
  | { readonly kind: "bytes"; readonly device: PeerId; readonly secretKey: Uint8Array };

const SECRET_KEY_BYTES = 32;

/** Null where WebCrypto lacks Ed25519 (Chromium before 137) or is missing (a page without HTTPS). */
export async function createWebCryptoKey(): Promise<DeviceKey | null> {
  // The types promise it, but a page without HTTPS has no `subtle`.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) return null;
  try {
    const { privateKey, publicKey } = await subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    const device = toHex(new Uint8Array(await subtle.exportKey("raw", publicKey)));
    return { kind: "webcrypto", device, privateKey };
  } catch (error) {
    if (error instanceof DOMException && error.name === "NotSupportedError") return null;
    throw error;
  }
}

export function createPlainKey(): DeviceKey {
  const secretKey = crypto.getRandomValues(new Uint8Array(SECRET_KEY_BYTES));
  return { kind: "bytes", device: createSigner(secretKey).device, secretKey };
}

export function signerOf(key: DeviceKey): Signer {
  if (key.kind === "bytes") return createSigner(key.secretKey);
  const { device, privateKey } = key;
  return {
    device,
    sign: async (message) =>
      new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, new Uint8Array(message))),
  };
}
