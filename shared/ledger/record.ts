/**
 * Records: who claims what, as bytes that are signed once and never encoded again. A record's name is the SHA-256 of its bytes;
 * signatures are over RECORD_DOMAIN ∥ bytes, so that no signature of ours means anything elsewhere.
 *
 *   contribution  { v: 1, type: "contribution", device, seq, prev, body }   signed by `device` alone
 *   commit        { v: 1, type: "commit", body }                            signed by contributors that it includes
 */
import * as v from "valibot";
import { concatBytes, fromHex } from "../core/bytes.ts";
import { hashOf } from "../core/hash.ts";
import type { Hash, PeerId } from "../core/ids.ts";
import type { Signer, Verifier } from "../ports/signatures.ts";
import { decodeCanonical, encodeCanonical } from "./canonical.ts";
import { type CommitBody, commitBodySchema, commitBodyToWire, type Head } from "./commit.ts";
import { type ContributionBody, contributionBodySchema, contributionBodyToWire } from "./contribution.ts";
import { countField, hashField } from "./fields.ts";
import { type Parsed, parseWith, refuse } from "./parse.ts";
import { RECORD_BYTES, RECORD_DEPTH } from "./record-limits.ts";
import type { RecordSignature, SignedRecord } from "./signed-record.ts";

export const RECORD_VERSION = 1;
export const RECORD_DOMAIN: Uint8Array = new TextEncoder().encode("tabloom/record/1\0");
/** Head before the genesis, and record before the first of a feed. */
export const NO_HASH: Hash = "0".repeat(64);
/** The reason for a record that a later version may understand: keep it, and leave its meaning to others. */
export const UNKNOWN_TYPE = "unknown type";

export interface Contribution {
  readonly device: PeerId;
  /** Place in the device's feed, from 0, and the hash of the record before it (NO_HASH for the first). */
  readonly seq: number;
  readonly prev: Hash;
  readonly body: ContributionBody;
}

export interface Commit {
  readonly body: CommitBody;
  readonly head: Head;
  /** Whose signatures it carries, all of them checked. */
  readonly signers: readonly PeerId[];
}

export type RecordContent =
  | ({ readonly type: "contribution" } & Contribution)
  | { readonly type: "commit"; readonly body: CommitBody };

export function contributionBytes(
  device: PeerId,
  seq: number,
  prev: Hash,
  body: ContributionBody,
): Uint8Array {
  return encodeCanonical({
    v: RECORD_VERSION,
    type: "contribution",
    device: fromHex(device),
    seq,
    prev: fromHex(prev),
    body: contributionBodyToWire(body),
  });
}

export function commitBytes(body: CommitBody): Uint8Array {
  return encodeCanonical({ v: RECORD_VERSION, type: "commit", body: commitBodyToWire(body) });
}

/** The record that everybody computes from the manifest, and nobody signs. @param state of the initial θ and a momentum of zeros */
export function genesisCommit(project: Hash, state: Hash): CommitBody {
  return { project, round: 0, base: NO_HASH, contributions: [], state, tokens: 0, progress: 0 };
}

export function headOf(body: CommitBody): Head {
  const { round, state, tokens, progress } = body;
  return { round, hash: recordHash(commitBytes(body)), state, tokens, progress };
}

export function recordHash(bytes: Uint8Array): Hash {
  return hashOf(bytes);
}

/** What a signature of a record is computed over. */
export function signingBytes(recordBytes: Uint8Array): Uint8Array {
  return concatBytes([RECORD_DOMAIN, recordBytes]);
}

export async function signRecord(recordBytes: Uint8Array, signer: Signer): Promise<RecordSignature> {
  return { device: signer.device, signature: await signer.sign(signingBytes(recordBytes)) };
}

/** A record with one signature. */
export async function sealRecord(recordBytes: Uint8Array, signer: Signer): Promise<SignedRecord> {
  return {
    bytes: recordBytes,
    hash: recordHash(recordBytes),
    signatures: [await signRecord(recordBytes, signer)],
  };
}

/** The record with these signatures too, one for each device. They must be checked already (`isSignedBy`). */
export function addSignatures(record: SignedRecord, added: readonly RecordSignature[]): SignedRecord {
  const all = new Map([...added, ...record.signatures].map((signature) => [signature.device, signature]));
  return { ...record, signatures: [...all.values()].sort((a, b) => (a.device < b.device ? -1 : 1)) };
}

export function isSignedBy(
  recordBytes: Uint8Array,
  { device, signature }: RecordSignature,
  verifier: Verifier,
): boolean {
  return verifier.verify(device, signingBytes(recordBytes), signature);
}

/** What the bytes of a record say, whoever signed them. Refuses types of later versions with UNKNOWN_TYPE. */
export function openRecord(bytes: Uint8Array): Parsed<{ readonly content: RecordContent }> {
  const decoded = decodeCanonical(bytes, { bytes: RECORD_BYTES, depth: RECORD_DEPTH });
  if (!decoded.ok) return decoded;
  const named = parseWith(namedSchema, decoded.value);
  if (!named.ok) return named;
  if (named.value.v !== RECORD_VERSION || !KNOWN_TYPES.has(named.value.type)) return refuse(UNKNOWN_TYPE);
  const parsed = parseWith(recordContentSchema, decoded.value);
  return parsed.ok ? { ok: true, content: parsed.value } : parsed;
}

/** A contribution that its device, and nobody else, signed. Whether it fits the round is for the round to say. */
export function parseContribution(record: SignedRecord, verifier: Verifier): Parsed<Contribution> {
  const opened = openRecord(record.bytes);
  if (!opened.ok) return opened;
  if (opened.content.type !== "contribution") return refuse("not a contribution");
  const { device, seq, prev, body } = opened.content;
  const [signature, ...others] = record.signatures;
  if (signature?.device !== device || others.length > 0) return refuse("not signed by its device alone");
  if (!isSignedBy(record.bytes, signature, verifier)) return refuse("bad signature");
  return { ok: true, device, seq, prev, body };
}

/** A commit and who of the included contributors signed it. One bad signature refuses all of it: an honest peer passes on none. */
export function parseCommit(record: SignedRecord, verifier: Verifier): Parsed<Commit> {
  const opened = openRecord(record.bytes);
  if (!opened.ok) return opened;
  if (opened.content.type !== "commit") return refuse("not a commit");
  const { body } = opened.content;
  const signers = record.signatures.map(({ device }) => device);
  const included = new Set(body.contributions.map(({ device }) => device));
  if (new Set(signers).size < signers.length) return refuse("signed twice by one device");
  if (!signers.every((signer) => included.has(signer)))
    return refuse("signed by a device that it does not include");
  if (!record.signatures.every((signature) => isSignedBy(record.bytes, signature, verifier)))
    return refuse("bad signature");
  const { round, state, tokens, progress } = body;
  return { ok: true, body, head: { round, hash: record.hash, state, tokens, progress }, signers };
}

/** Whether distinct `signers`, whose signatures are checked, make a certificate: at least two thirds of the included contributors. */
export function isQuorum(signers: readonly PeerId[], { contributions }: CommitBody): boolean {
  const distinct = new Set(signers);
  const votes = contributions.filter(({ device }) => distinct.has(device)).length;
  return votes > 0 && 3 * votes >= 2 * contributions.length;
}

const KNOWN_TYPES: ReadonlySet<string> = new Set(["contribution", "commit"]);

/** What every record of every version has. */
const namedSchema = v.looseObject({ v: countField(1), type: v.pipe(v.string(), v.maxLength(64)) });

export const recordContentSchema: v.GenericSchema<unknown, RecordContent> = v.variant("type", [
  v.pipe(
    v.strictObject({
      v: v.literal(RECORD_VERSION),
      type: v.literal("contribution"),
      device: hashField,
      seq: countField(0),
      prev: hashField,
      body: contributionBodySchema,
    }),
    v.check(
      ({ seq, prev }) => (seq === 0) === (prev === NO_HASH),
      "only the first record has none before it",
    ),
  ),
  v.strictObject({ v: v.literal(RECORD_VERSION), type: v.literal("commit"), body: commitBodySchema }),
]);
