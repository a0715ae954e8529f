/** Signatures are most of the work of a check, and platforms have faster ways than plain code: so they are handed over many at once. */
import type { PeerId } from "../core/ids.ts";
import { signingBytes } from "../ledger/record.ts";
import type { SignedRecord } from "../ledger/signed-record.ts";
import type { Verifier } from "../ports/signatures.ts";

export interface SignatureClaim {
  readonly device: PeerId;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** @returns what answers at once for these signatures, and for any other too. It accepts what shared/ledger/ed25519.ts accepts, and nothing else. */
export type SignatureChecks = (claims: readonly SignatureClaim[]) => Promise<Verifier>;

/** For a verifier that needs no preparation. */
export function oneByOne(verifier: Verifier): SignatureChecks {
  return async () => verifier;
}

/** What the envelope of a record claims. The records inside a fork proof have claims of their own, which are few. */
export function claimsOf({ bytes, signatures }: SignedRecord): readonly SignatureClaim[] {
  const message = signingBytes(bytes);
  return signatures.map(({ device, signature }) => ({ device, message, signature }));
}
