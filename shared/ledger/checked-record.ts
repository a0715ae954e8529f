/** A record as the ledger keeps it: its bytes, and what they say after everything that the record alone can prove was checked. */
import * as v from "valibot";
import type { PeerId } from "../core/ids.ts";
import type { Verifier } from "../ports/signatures.ts";
import { decodeCanonical } from "./canonical.ts";
import { timeField } from "./fields.ts";
import { type Parsed, parseWith, refuse } from "./parse.ts";
import { isQuorum, isSignedBy, parseCommit } from "./record.ts";
import { isFeedContent, openRecord, type RecordContent, timeOf, UNKNOWN_TYPE } from "./record-content.ts";
import { FEED_RECORD_BYTES, RECORD_BYTES, RECORD_DEPTH } from "./record-limits.ts";
import type { ForkProofBody } from "./records/fork-proof.ts";
import { type SignedRecord, signedRecordBytes } from "./signed-record.ts";

/** Reasons of a refusal. */
export const BAD_SIGNATURE = "bad signature";
export const FEW_SIGNERS = "signed by fewer than two thirds";

export interface CheckedRecord {
  readonly record: SignedRecord;
  /** Null for a type that this version does not know: kept, passed on, and otherwise ignored. */
  readonly content: RecordContent | null;
  /** Seconds since 1970, as its signers say. */
  readonly at: number;
}

/** Checks form, size and signatures of a record from anywhere. A commit must have its certificate. Links to other records are for the ledger to see. */
export function checkRecord(
  record: SignedRecord,
  verifier: Verifier,
): Parsed<{ readonly checked: CheckedRecord }> {
  const opened = openRecord(record.bytes);
  if (!opened.ok) return opened.reason === UNKNOWN_TYPE ? checkUnknown(record, verifier) : opened;
  const { content } = opened;
  const fault = findFault(record, content, verifier);
  return fault === null ? { ok: true, checked: { record, content, at: timeOf(content) } } : refuse(fault);
}

/** A record whose signatures were checked before it was stored; null when its bytes are none of a record. */
export function openStored(record: SignedRecord): CheckedRecord | null {
  const opened = openRecord(record.bytes);
  if (opened.ok) return { record, content: opened.content, at: timeOf(opened.content) };
  return opened.reason === UNKNOWN_TYPE
    ? { record, content: null, at: timeOfUnknown(record.bytes) ?? 0 }
    : null;
}

function findFault(record: SignedRecord, content: RecordContent, verifier: Verifier): string | null {
  if (content.type === "commit") {
    const parsed = parseCommit(record, verifier);
    if (!parsed.ok) return parsed.reason;
    return isQuorum(parsed.signers, parsed.body) ? null : FEW_SIGNERS;
  }
  if (isFeedContent(content) && signedRecordBytes(record.bytes, record.signatures.length) > FEED_RECORD_BYTES)
    return `a feed's record has at most ${FEED_RECORD_BYTES} bytes`;
  const actual = record.signatures.map(({ device }) => device);
  const expected = content.type === "project" ? actual.slice(0, 1) : signersOf(content);
  if (content.type === "project" && actual.length !== 1) return "a project has one owner";
  if (expected.join() !== actual.join()) return "not signed by those who must, and them alone";
  if (!record.signatures.every((signature) => isSignedBy(record.bytes, signature, verifier)))
    return BAD_SIGNATURE;
  return content.type === "fork-proof" ? findForkFault(content.body, verifier) : null;
}

/** Who must sign, ascending. */
function signersOf(content: Exclude<RecordContent, { type: "commit" | "project" }>): readonly PeerId[] {
  if (content.type === "fork-proof") return [];
  if (content.type === "revocation") return [content.body.root];
  if (content.type !== "delegation") return [content.device];
  const { device, body } = content;
  return device < body.root ? [device, body.root] : [body.root, device];
}

function findForkFault({ first, second }: ForkProofBody, verifier: Verifier): string | null {
  const places = [first, second].map((record) => {
    const checked = checkRecord(record, verifier);
    if (!checked.ok || checked.checked.content === null) return null;
    const { content } = checked.checked;
    return isFeedContent(content) ? `${content.device} ${content.seq}` : null;
  });
  return places[0] !== null && places[0] === places[1] ? null : "not two records of one place in a feed";
}

/** What a record of a later version must have to be passed on: a bounded size, and good signatures only, at least one. */
function checkUnknown(record: SignedRecord, verifier: Verifier): Parsed<{ readonly checked: CheckedRecord }> {
  const { signatures, bytes } = record;
  if (signatures.length === 0) return refuse("of an unknown type, and signed by nobody");
  if (!signatures.every((signature) => isSignedBy(bytes, signature, verifier))) return refuse(BAD_SIGNATURE);
  return { ok: true, checked: { record, content: null, at: timeOfUnknown(bytes) ?? 0 } };
}

/** Null when it names none. */
function timeOfUnknown(bytes: Uint8Array): number | null {
  const decoded = decodeCanonical(bytes, { bytes: RECORD_BYTES, depth: RECORD_DEPTH });
  const dated = decoded.ok ? parseWith(datedSchema, decoded.value) : decoded;
  return dated.ok ? dated.value.body.at : null;
}

const datedSchema = v.looseObject({ body: v.looseObject({ at: timeField }) });
