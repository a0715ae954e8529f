/** The first steps of a check, record by record in the order of the file: framing, canonical bytes, form, signatures. Links between them come later. */
import { hashOf } from "../core/hash.ts";
import type { Hash } from "../core/ids.ts";
import { BAD_SIGNATURE, checkRecord, FEW_SIGNERS } from "../ledger/checked-record.ts";
import { openRecord } from "../ledger/record-content.ts";
import { RECORD_BYTES } from "../ledger/record-limits.ts";
import { decodeSignedRecord, type SignedRecord } from "../ledger/signed-record.ts";
import { type Reason, tell } from "../problems/problem.ts";
import { type BundleContents, BUNDLE_RECORDS, CONTENTS_BYTES, decodeContents } from "./bundle-format.ts";
import type { BundleReader } from "./bundle-reader.ts";
import { type Checked, failAt, type Failure, failWith, type Place, type PlacedRecord } from "./failure.ts";
import { claimsOf, type SignatureChecks } from "./signature-checks.ts";

/** Signatures handed over at once: some tens of milliseconds of plain code, so that a page stays responsive. */
const BATCH_RECORDS = 32;

export interface RecordHooks {
  readonly checks: SignatureChecks;
  /** After every batch, with the number of records read so far; the next batch waits for it. */
  readonly onBatch: (records: number) => Promise<void>;
}

/** What a bundle says it is. */
export async function readContents(
  reader: BundleReader,
): Promise<Checked<{ readonly contents: BundleContents; readonly place: Place }>> {
  const next = await reader.head();
  if (!next.ok) return next;
  const { head } = next;
  if (head?.kind !== "contents" || head.length > CONTENTS_BYTES) return failAt(reader.place, "no-contents");
  const read = await reader.body();
  if (!read.ok) return read;
  const decoded = decodeContents(read.bytes);
  return decoded.ok ? { ...decoded, place: head } : failAt(head, "bad-contents", {}, decoded.reason);
}

/** All records, by hash, in the order of the file. Reads up to the first blob. */
export async function readRecords(
  reader: BundleReader,
  { checks, onBatch }: RecordHooks,
): Promise<Checked<{ readonly records: ReadonlyMap<Hash, PlacedRecord> }>> {
  const records = new Map<Hash, PlacedRecord>();
  for (;;) {
    const batch: Decoded[] = [];
    // A fault in the framing comes after those of the entries before it.
    const { isDone, failure: framing } = await readBatch(reader, batch, BUNDLE_RECORDS - records.size);
    const failure = (await checkBatch(batch, checks, records)) ?? framing;
    if (failure !== null) return { ok: false, failure };
    if (batch.length > 0) await onBatch(records.size);
    if (isDone) return { ok: true, records };
  }
}

interface Decoded extends Place {
  readonly record: SignedRecord | null;
  /** Why there is none. */
  readonly reason: string;
}

async function readBatch(
  reader: BundleReader,
  batch: Decoded[],
  mostRecords: number,
): Promise<{ readonly isDone: boolean; readonly failure: Failure | null }> {
  while (batch.length < BATCH_RECORDS) {
    const next = await reader.head();
    if (!next.ok) return { isDone: true, failure: next.failure };
    const { head } = next;
    if (head === null || head.kind === "blob") return { isDone: true, failure: null };
    const fault = findFramingFault(head, batch.length >= mostRecords);
    if (fault !== null) return { isDone: true, ...failWith(fault, head, null, null) };
    const read = await reader.body();
    if (!read.ok) return { isDone: true, failure: read.failure };
    const decoded = decodeSignedRecord(read.bytes);
    batch.push({
      ...head,
      ...(decoded.ok ? { ...decoded, reason: "" } : { record: null, reason: decoded.reason }),
    });
  }
  return { isDone: false, failure: null };
}

function findFramingFault(
  { kind, length }: { kind: string; length: number },
  isFull: boolean,
): Reason | null {
  if (kind !== "record") return tell("second-contents");
  if (length > RECORD_BYTES) return tell("record-long", { count: length, limit: RECORD_BYTES });
  return isFull ? tell("records-many", { limit: BUNDLE_RECORDS }) : null;
}

/** Adds the batch to `records`. @returns the first failure in the order of the file */
async function checkBatch(
  batch: readonly Decoded[],
  checks: SignatureChecks,
  records: Map<Hash, PlacedRecord>,
): Promise<Failure | null> {
  const verifier = await checks(batch.flatMap(({ record }) => (record === null ? [] : claimsOf(record))));
  for (const { record, reason, entry, position } of batch) {
    const place = { entry, position };
    if (record === null) return failAt(place, "no-record", {}, reason).failure;
    const checked = checkRecord(record, verifier);
    if (!checked.ok) return named(place, record, recordReason(checked.reason));
    if (records.has(record.hash)) return named(place, record, tell("record-twice"));
    records.set(record.hash, { ...place, ...checked.checked });
  }
  return null;
}

/** A record that fails may still say what it is. */
function named(place: Place, { bytes }: SignedRecord, reason: Reason): Failure {
  const opened = openRecord(bytes);
  return failWith(reason, place, opened.ok ? opened.content.type : null, hashOf(bytes)).failure;
}

/** What happens to a record that somebody changed has words of its own; all else is for who makes records. */
function recordReason(refusal: string): Reason {
  if (refusal === BAD_SIGNATURE) return tell("bad-signature");
  return refusal === FEW_SIGNERS ? tell("few-signers") : tell("bad-record", {}, refusal);
}
