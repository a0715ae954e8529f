/** A key that lives as long as the session: for tests, and for a browser that lets the page store nothing. */
import type { Signer } from "../../shared/ports/signatures.ts";
import { createPlainKey, createWebCryptoKey, signerOf } from "./device-key.ts";

export async function createSessionSigner(): Promise<Signer> {
  return signerOf((await createWebCryptoKey()) ?? createPlainKey());
}

/** Null where WebCrypto has no Ed25519. */
export async function createWebCryptoSigner(): Promise<Signer | null> {
  const key = await createWebCryptoKey();
  return key && signerOf(key);
}
