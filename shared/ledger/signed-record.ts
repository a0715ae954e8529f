/**
 * The envelope of every record: the exact bytes that were signed, and who signed them. One signature for a contribution, many for a
 * commit. The record's name is the SHA-256 of `bytes`, so gathering signatures never changes it.
 */
import * as v from "valibot";
import { fromHex } from "../core/bytes.ts";
import { hashOf } from "../core/hash.ts";
import type { Hash, PeerId } from "../core/ids.ts";
import { type CanonicalMap, decodeCanonical, encodeCanonical } from "./canonical.ts";
import { isAscending } from "./records/commit.ts";
import { hashField, signatureField, someBytesField } from "./fields.ts";
import { type Parsed, parseWith } from "./parse.ts";
import { RECORD_BYTES, RECORD_DEPTH, RECORD_PEERS } from "./record-limits.ts";

export interface SignedRecord {
  /** Deterministic CBOR of { v, type, device, seq, prev, body }; device, seq and prev only where one device writes the record into its feed. */
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes`. Never sent: whoever makes or receives a record computes it. */
  readonly hash: Hash;
  /** Ascending by device. */
  readonly signatures: readonly RecordSignature[];
}

export interface RecordSignature {
  readonly device: PeerId;
  /** Ed25519 over RECORD_DOMAIN ∥ bytes, 64 bytes. */
  readonly signature: Uint8Array;
}

/** The map, its two keys, and the heads of their values. */
const ENVELOPE_BYTES = 22;
/** What a signature adds to a record on the wire: key, signature, and the CBOR heads around them. */
const SIGNATURE_BYTES = 32 + 64 + 5;

/** Bytes of the record on the wire; for bytes shorter than 256 one or two more than it takes. */
export function signedRecordBytes(bytes: Uint8Array, signatureCount: number): number {
  return ENVELOPE_BYTES + bytes.length + signatureCount * SIGNATURE_BYTES;
}

/** On the wire: { bytes, signatures: [[device, signature] …] }. Says nothing about what is in `bytes`, nor who may sign. */
export const signedRecordSchema = v.pipe(
  v.strictObject({
    bytes: someBytesField(RECORD_BYTES),
    signatures: v.pipe(
      v.array(
        v.pipe(
          v.strictTuple([hashField, signatureField]),
          v.transform(([device, signature]): RecordSignature => ({ device, signature })),
        ),
      ),
      v.maxLength(RECORD_PEERS),
      v.check(
        (signatures) => isAscending(signatures.map(({ device }) => device)),
        "signatures must ascend by device",
      ),
    ),
  }),
  v.check(
    ({ bytes, signatures }) => signedRecordBytes(bytes, signatures.length) <= RECORD_BYTES,
    `with its signatures a record has at most ${RECORD_BYTES} bytes`,
  ),
  v.transform(({ bytes, signatures }): SignedRecord => ({ bytes, hash: hashOf(bytes), signatures })),
);

export function signedRecordToWire({ bytes, signatures }: SignedRecord): CanonicalMap {
  return { bytes, signatures: signatures.map(({ device, signature }) => [fromHex(device), signature]) };
}

/** A record as it is stored. On the wire it is a field of a message. */
export function encodeSignedRecord(record: SignedRecord): Uint8Array {
  return encodeCanonical(signedRecordToWire(record));
}

export function decodeSignedRecord(bytes: Uint8Array): Parsed<{ readonly record: SignedRecord }> {
  const decoded = decodeCanonical(bytes, { bytes: RECORD_BYTES, depth: RECORD_DEPTH });
  if (!decoded.ok) return decoded;
  const parsed = parseWith(signedRecordSchema, decoded.value);
  return parsed.ok ? { ok: true, record: parsed.value } : parsed;
}
