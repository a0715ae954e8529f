/** Names of things, as text. They are compared, sorted and used as keys; their bytes are on the wire. */

/** SHA-256 in lower-case hexadecimal, 64 characters. */
export type Hash = string;
/** A device's Ed25519 public key in lower-case hexadecimal, 64 characters. What DESIGN calls a peer is one device key in one session. */
export type PeerId = string;

const HEX_32_BYTES = /^[0-9a-f]{64}$/;

/** Whether text names 32 bytes. */
export function isHash(text: string): text is Hash {
  return HEX_32_BYTES.test(text);
}
