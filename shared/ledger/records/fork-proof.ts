/** Two records with which one device contradicts itself: both of one place in its feed. Nobody signs it, because it proves itself. */
import * as v from "valibot";
import type { CanonicalMap } from "../canonical.ts";
import { type SignedRecord, signedRecordSchema, signedRecordToWire } from "../signed-record.ts";

export interface ForkProofBody {
  /** Ascending by hash, so that one pair makes one proof. */
  readonly first: SignedRecord;
  readonly second: SignedRecord;
}

export const forkProofBodySchema: v.GenericSchema<unknown, ForkProofBody> = v.pipe(
  v.strictObject({ first: signedRecordSchema, second: signedRecordSchema }),
  v.check(({ first, second }) => first.hash < second.hash, "two records, ascending by hash"),
);

export function forkProofBodyToWire({ first, second }: ForkProofBody): CanonicalMap {
  return { first: signedRecordToWire(first), second: signedRecordToWire(second) };
}
