/**
 * Records: who claims what, as bytes that are signed once and never encoded again. A record's name is the SHA-256 of its bytes;
 * signatures are over RECORD_DOMAIN ∥ bytes, so that no signature of ours means anything elsewhere. What each type says stands in records/.
 *
 *   { v: 1, type, device, seq, prev, body }   of a device's feed, signed by the device; a delegation by the person too
 *   { v: 1, type: "commit", body }            signed by contributors that it includes
 *   { v: 1, type: "project", body }           signed by the owner's device
 *   { v: 1, type: "revocation", body }        signed by the person
 *   { v: 1, type: "fork-proof", body }        signed by nobody: it proves itself
 */
import { concatBytes, fromHex } from "../core/bytes.ts";
import { hashOf } from "../core/hash.ts";
import type { Hash, PeerId } from "../core/ids.ts";
import type { Signer, Verifier } from "../ports/signatures.ts";
import { encodeCanonical } from "./canonical.ts";
import { type Parsed, refuse } from "./parse.ts";
import { type FeedEntry, feedEntryToWire, NO_HASH, openRecord, RECORD_VERSION } from "./record-content.ts";
import { type CommitBody, commitBodyToWire, type Head } from "./records/commit.ts";
import type { ContributionBody } from "./records/contribution.ts";
import { type ForkProofBody, forkProofBodyToWire } from "./records/fork-proof.ts";
import { type RevocationBody, revocationBodyToWire } from "./records/revocation.ts";
import type { RecordSignature, SignedRecord } from "./signed-record.ts";

export const RECORD_DOMAIN: Uint8Array = new TextEncoder().encode("tabloom/record/1\0");

export interface Contribution extends FeedPlace {
  readonly body: ContributionBody;
}

export interface Commit {
  readonly body: CommitBody;
  readonly head: Head;
  /** Whose signatures it carries, all of them checked. */
  readonly signers: readonly PeerId[];
}

/** Where a record stands in a device's feed. */
export interface FeedPlace {
  readonly device: PeerId;
  /** From 0. */
  readonly seq: number;
  /** The record before it; NO_HASH for the first. */
  readonly prev: Hash;
}

export function feedRecordBytes({ device, seq, prev }: FeedPlace, entry: FeedEntry): Uint8Array {
  return encodeCanonical({
    v: RECORD_VERSION,
    type: entry.type,
    device: fromHex(device),
    seq,
    prev: fromHex(prev),
    body: feedEntryToWire(entry),
  });
}

export function contributionBytes(
  device: PeerId,
  seq: number,
  prev: Hash,
  body: ContributionBody,
): Uint8Array {
  return feedRecordBytes({ device, seq, prev }, { type: "contribution", body });
}

export function commitBytes(body: CommitBody): Uint8Array {
  return encodeCanonical({ v: RECORD_VERSION, type: "commit", body: commitBodyToWire(body) });
}

export function revocationBytes(body: RevocationBody): Uint8Array {
  return encodeCanonical({ v: RECORD_VERSION, type: "revocation", body: revocationBodyToWire(body) });
}

/** @param one,other two records of one place in a device's feed, in any order */
export function forkProof(one: SignedRecord, other: SignedRecord): SignedRecord {
  const body: ForkProofBody =
    one.hash < other.hash ? { first: one, second: other } : { first: other, second: one };
  const bytes = encodeCanonical({
    v: RECORD_VERSION,
    type: "fork-proof",
    body: forkProofBodyToWire(body),
  });
  return { bytes, hash: recordHash(bytes), signatures: [] };
}

/** The record that everybody computes from the manifest, and nobody signs. @param state of the initial θ and a momentum of zeros */
export function genesisCommit(project: Hash, state: Hash): CommitBody {
  return { project, round: 0, base: NO_HASH, contributions: [], state, tokens: 0, progress: 0, at: 0 };
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

/** A record with the signatures of these signers. */
export async function sealRecord(
  recordBytes: Uint8Array,
  ...signers: readonly Signer[]
): Promise<SignedRecord> {
  const unsigned = { bytes: recordBytes, hash: recordHash(recordBytes), signatures: [] };
  return addSignatures(unsigned, await Promise.all(signers.map((signer) => signRecord(recordBytes, signer))));
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
