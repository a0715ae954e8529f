/**
 * Ed25519 by Node's own cryptography: ten times as fast as plain code. It must accept what shared/ledger/ed25519.ts accepts, or a bundle would be true here
 * and false on a page. OpenSSL takes keys of small order and coordinates that are not reduced, so keys are looked at once in plain code; and it refuses
 * signatures whose points differ by a multiple of small order, so what it refuses is asked again there.
 */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { fromHex } from "../../../shared/core/bytes.ts";
import { isHash, type PeerId } from "../../../shared/core/ids.ts";
import { ed25519Verifier } from "../../../shared/ledger/ed25519.ts";
import type { Verifier } from "../../../shared/ports/signatures.ts";

/** DER of a SubjectPublicKeyInfo up to the key's 32 bytes (RFC 8410). */
const SPKI_PREFIX = fromHex("302a300506032b6570032100");
/** Keys kept; a bundle of more devices opens some of them again. */
const KEPT_KEYS = 10_000;

export function createNativeVerifier(): Verifier {
  const keys = new Map<PeerId, KeyObject | null>();
  const keyOf = (device: PeerId): KeyObject | null => {
    const kept = keys.get(device);
    if (kept !== undefined) return kept;
    if (keys.size >= KEPT_KEYS) keys.clear();
    const key = openKey(device);
    keys.set(device, key);
    return key;
  };
  return {
    verify(device, message, signature) {
      const key = keyOf(device);
      if (key === null) return false;
      return verify(null, message, key, signature) || ed25519Verifier.verify(device, message, signature);
    },
  };
}

/** Null for what plain code would refuse whatever the signature. */
function openKey(device: PeerId): KeyObject | null {
  if (!isHash(device)) return null;
  const bytes = fromHex(device);
  try {
    if (ed25519.Point.fromBytes(bytes).isSmallOrder()) return null;
    return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, bytes]), format: "der", type: "spki" });
  } catch {
    return null; // 32 bytes that are not a point of the curve
  }
}
