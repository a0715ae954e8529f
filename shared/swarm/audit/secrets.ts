/** What a replay knows and nobody tells: with it an auditor proves that it has computed θ, and sees whether another one has. */
import { bytesOf, concatBytes, fromHex, toHex } from "../../core/bytes.ts";
import { sha256 } from "../../core/hash.ts";
import type { Hash, PeerId } from "../../core/ids.ts";
import type { VerdictBody } from "../../ledger/records/verdict.ts";

const INNER_DOMAIN = new TextEncoder().encode("tabloom/inner/1\0");
const AUDIT_DOMAIN = new TextEncoder().encode("tabloom/audit/1\0");

/** Of θ after a window, 32 bytes. Never published: θ's public hash does not give it away. */
export function windowSecret(parameters: Float32Array): Uint8Array {
  return sha256(concatBytes([INNER_DOMAIN, bytesOf(parameters)]));
}

/** What an auditor publishes of it: bound to its key, so that nobody copies the answer. */
export function innerHash(auditor: PeerId, secret: Uint8Array): Hash {
  return toHex(sha256(concatBytes([AUDIT_DOMAIN, fromHex(auditor), secret])));
}

/** Whether a verdict says what a replay with these secrets (one for each window up to the end, or up to the first wrong one) has shown. */
export function isTrueVerdict(
  auditor: PeerId,
  { result, window, inner }: Pick<VerdictBody, "result" | "window" | "inner">,
  shown: { readonly isTrue: boolean; readonly window: number; readonly secrets: readonly Uint8Array[] },
): boolean {
  if ((result === "match") !== shown.isTrue || (!shown.isTrue && window !== shown.window)) return false;
  return (
    inner.length === shown.secrets.length &&
    inner.every((hash, index) => hash === innerHash(auditor, shown.secrets[index]!))
  );
}
