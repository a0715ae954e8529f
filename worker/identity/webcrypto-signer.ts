/** This peer's key: made by WebCrypto where it knows Ed25519, so that no code can read it; otherwise in plain code. */
import { toHex } from "../../shared/core/bytes.ts";
import { createSigner } from "../../shared/ledger/ed25519.ts";
import type { Signer } from "../../shared/ports/signatures.ts";

const SECRET_KEY_BYTES = 32;

/** A new key, which lives as long as the session. */
export async function createSessionSigner(): Promise<Signer> {
  return (
    (await createWebCryptoSigner()) ?? createSigner(crypto.getRandomValues(new Uint8Array(SECRET_KEY_BYTES)))
  );
}

/** Null where WebCrypto lacks Ed25519 (Chromium before 137) or is missing (a page without HTTPS). */
export async function createWebCryptoSigner(): Promise<Signer | null> {
  // The types promise it, but a page without HTTPS has no `subtle`.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) return null;
  try {
    const { privateKey, publicKey } = await subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    const device = toHex(new Uint8Array(await subtle.exportKey("raw", publicKey)));
    return {
      device,
      sign: async (message) =>
        new Uint8Array(await subtle.sign("Ed25519", privateKey, new Uint8Array(message))),
    };
  } catch (error) {
    if (error instanceof DOMException && error.name === "NotSupportedError") return null;
    throw error;
  }
}
