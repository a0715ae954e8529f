/** Ed25519 over bytes. The real one uses WebCrypto or @noble/curves; fault simulations use a keyed hash, a thousand times faster. */
export interface Signer {
  /** 32 bytes in hexadecimal: the device's name. */
  readonly device: string;
  /** @returns 64 bytes */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

export interface Verifier {
  /** False for anything that is not a good signature, malformed keys included; never throws. */
  verify(device: string, message: Uint8Array, signature: Uint8Array): boolean;
}
