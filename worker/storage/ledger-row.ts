/** A record as a row of the ledger's table. What is read back was written by this program, and is checked all the same: disks forget bits. */
import * as v from "valibot";
import { concatBytes, fromHex } from "../../shared/core/bytes.ts";
import { hashOf } from "../../shared/core/hash.ts";
import { type Hash, isHash } from "../../shared/core/ids.ts";
import { signatureField, someBytesField } from "../../shared/ledger/fields.ts";
import { type Parsed, parseWith, refuse } from "../../shared/ledger/parse.ts";
import { openRecord, UNKNOWN_TYPE } from "../../shared/ledger/record-content.ts";
import { RECORD_BYTES, RECORD_PEERS } from "../../shared/ledger/record-limits.ts";
import type { RecordSignature, SignedRecord } from "../../shared/ledger/signed-record.ts";

export interface RecordRow {
  /** SHA-256 of `bytes`. */
  readonly hash: Hash;
  readonly bytes: Uint8Array;
  readonly signatures: readonly RecordSignature[];
  /** Checksum over the signatures, for which `hash` does not answer. */
  readonly sum: Hash;
  /** Ascends in the order in which records came. */
  readonly arrival: number;
  /** Signed by a device of this browser: never removed. */
  readonly isOwn: boolean;
}

const name = v.pipe(v.string(), v.check(isHash, "not a name"));
const rowSchema = v.object({
  hash: name,
  bytes: someBytesField(RECORD_BYTES),
  signatures: v.pipe(
    v.array(v.strictObject({ device: name, signature: signatureField })),
    v.maxLength(RECORD_PEERS),
  ),
  sum: name,
  arrival: v.number(),
  isOwn: v.boolean(),
});

export function rowOf(
  { hash, bytes, signatures }: SignedRecord,
  place: Pick<RecordRow, "arrival" | "isOwn">,
): RecordRow {
  // Copies: a view would be stored with everything behind it.
  const copies = signatures.map(({ device, signature }) => ({ device, signature: signature.slice() }));
  return { hash, bytes: bytes.slice(), signatures: copies, sum: signatureSum(signatures), ...place };
}

/** The record of a row, unless anything in it changed since it was written. */
export function readRow(row: unknown): Parsed<{ readonly record: SignedRecord }> {
  const parsed = parseWith(rowSchema, row);
  if (!parsed.ok) return parsed;
  const { hash, bytes, signatures, sum } = parsed.value;
  if (hashOf(bytes) !== hash) return refuse("its bytes are not those that its name stands for");
  if (signatureSum(signatures) !== sum) return refuse("its signatures are not those that were written");
  const opened = openRecord(bytes);
  if (!opened.ok && opened.reason !== UNKNOWN_TYPE) return opened;
  return { ok: true, record: { bytes, hash, signatures } };
}

export function signatureSum(signatures: readonly RecordSignature[]): Hash {
  return hashOf(concatBytes(signatures.flatMap(({ device, signature }) => [fromHex(device), signature])));
}
