/** What a peer signs to prove that a link ends at its key: the name of the link, so that nobody can sit between the two ends. */
import { concatBytes } from "../core/bytes.ts";

const TEXT = new TextEncoder();

export const AUTH_DOMAIN: Uint8Array = TEXT.encode("tabloom/auth/1\0");

/**
 * AUTH_DOMAIN ∥ binding ∥ nonce ∥ own address ∥ 0 ∥ their address. The binding ties it to this link, the other's nonce to now, and
 * the order of the addresses to a direction: sent back to its signer it proves nothing.
 * @param binding 32 bytes, see the `opened` event of the transport  @param theirNonce 32 bytes of the hello of whoever checks it
 */
export function authBytes(
  binding: Uint8Array,
  theirNonce: Uint8Array,
  ownAddress: string,
  theirAddress: string,
): Uint8Array {
  return concatBytes([
    AUTH_DOMAIN,
    binding,
    theirNonce,
    TEXT.encode(`${ownAddress}\0${theirAddress}`), // addresses have no zeros in them
  ]);
}
