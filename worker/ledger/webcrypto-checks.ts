/**
 * Many signatures at once by WebCrypto, ten times as fast as plain code. It must accept what shared/ledger/ed25519.ts accepts, or a bundle would be true on one
 * page and false on another: so keys are looked at in plain code first, and what WebCrypto refuses is asked again there.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { concatBytes, fromHex } from "../../shared/core/bytes.ts";
import { hashOf } from "../../shared/core/hash.ts";
import { isHash, type PeerId } from "../../shared/core/ids.ts";
import { ed25519Verifier } from "../../shared/ledger/ed25519.ts";
import type { SignatureChecks, SignatureClaim } from "../../shared/verify/signature-checks.ts";

/** Of one check of a bundle. */
export function webCryptoChecks(): SignatureChecks {
  const keys = new Map<PeerId, Promise<CryptoKey | null>>();
  const keyOf = (device: PeerId) => {
    const key = keys.get(device) ?? openKey(device);
    keys.set(device, key);
    return key;
  };
  return async (claims) => {
    const good = new Set<string>();
    await Promise.all(
      claims.map(async (claim) => {
        const key = await keyOf(claim.device);
        if (key !== null && (await isSigned(key, claim))) good.add(nameOf(claim));
      }),
    );
    return {
      verify: (device, message, signature) =>
        good.has(nameOf({ device, message, signature })) ||
        ed25519Verifier.verify(device, message, signature),
    };
  };
}

/** Null where plain code has to answer: it refuses some keys that WebCrypto takes, and some browsers know no Ed25519. */
async function openKey(device: PeerId): Promise<CryptoKey | null> {
  try {
    if (!isHash(device) || ed25519.Point.fromBytes(fromHex(device)).isSmallOrder()) return null;
    return await crypto.subtle.importKey("raw", new Uint8Array(fromHex(device)), "Ed25519", false, [
      "verify",
    ]);
  } catch {
    return null;
  }
}

async function isSigned(key: CryptoKey, { message, signature }: SignatureClaim): Promise<boolean> {
  try {
    return await crypto.subtle.verify("Ed25519", key, new Uint8Array(signature), new Uint8Array(message));
  } catch {
    return false;
  }
}

function nameOf({ device, message, signature }: SignatureClaim): string {
  return `${device}:${signature.length}:${hashOf(concatBytes([signature, message]))}`;
}
