/** The certificates behind a link, as session descriptions name them, and the bytes that bind a handshake to them. */
import { concatBytes, fromHex } from "../core/bytes.ts";
import { sha256 } from "../core/hash.ts";

const FINGERPRINT_LINE = /^a=fingerprint:(\S+) (\S+)\r?$/gim;
const SHA256_PAIRS = /^[0-9a-f]{2}(?::[0-9a-f]{2}){31}$/;

/**
 * The certificate that a description allows: 32 bytes of SHA-256. Undefined when it names none, another hash, or two different
 * ones: DTLS takes any that is listed, so a second one would let somebody in between who is not in the binding.
 */
export function fingerprintOf(sdp: string): Uint8Array | undefined {
  const found = new Set<string>();
  for (const [, algorithm = "", value = ""] of sdp.matchAll(FINGERPRINT_LINE)) {
    found.add(`${algorithm} ${value}`.toLowerCase());
  }
  const [only = ""] = found;
  const [algorithm, pairs = ""] = only.split(" ");
  if (found.size !== 1 || algorithm !== "sha-256" || !SHA256_PAIRS.test(pairs)) return undefined;
  return fromHex(pairs.replaceAll(":", ""));
}

/** SHA-256 over both fingerprints in ascending order, the same on both ends. Undefined unless each description names one. */
export function bindingOf(sdp: string, otherSdp: string): Uint8Array | undefined {
  const one = fingerprintOf(sdp);
  const other = fingerprintOf(otherSdp);
  if (one === undefined || other === undefined) return undefined;
  return sha256(concatBytes(isBefore(one, other) ? [one, other] : [other, one]));
}

function isBefore(a: Uint8Array, b: Uint8Array): boolean {
  const index = a.findIndex((byte, position) => byte !== b[position]);
  return index >= 0 && a[index]! < b[index]!;
}
