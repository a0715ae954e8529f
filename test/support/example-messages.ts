/** One message of every kind, and the records in them. Keys and contents never change: the recorded fixtures are made from them. */
import { sha256 } from "../../shared/core/hash.ts";
import { toHex } from "../../shared/core/bytes.ts";
import type { CommitBody } from "../../shared/ledger/records/commit.ts";
import type { ContributionBody } from "../../shared/ledger/records/contribution.ts";
import { createSigner } from "../../shared/ledger/ed25519.ts";
import {
  commitBytes,
  contributionBytes,
  headOf,
  sealRecord,
  addSignatures,
  signRecord,
} from "../../shared/ledger/record.ts";
import { NO_HASH } from "../../shared/ledger/record-content.ts";
import type { SignedRecord } from "../../shared/ledger/signed-record.ts";
import type { Signer } from "../../shared/ports/signatures.ts";
import type { Message } from "../../shared/protocol/message.ts";
import { OLDEST_VERSION, PROTOCOL_VERSION } from "../../shared/protocol/version.ts";

const TEXT = new TextEncoder();

/** SHA-256 of a label, as bytes and as a name. */
export const exampleBytes = (label: string): Uint8Array => sha256(TEXT.encode(label));
export const exampleHash = (label: string): string => toHex(exampleBytes(label));
export const exampleSigner = (index: number): Signer => createSigner(exampleBytes(`key ${index}`));

export const EXAMPLE_CONTRIBUTION: ContributionBody = {
  project: exampleHash("project"),
  round: 7,
  base: exampleHash("base"),
  steps: 30,
  tokens: 23_040,
  update: exampleHash("update"),
  updateBytes: 204_800,
  profile: "wasm-exact",
  lossMicros: 1_834_512,
  states: Array.from({ length: 8 }, (_, index) => exampleHash(`θ ${index}`)),
  at: 1_795_000_000,
};

/** A commit that includes contributions of the signers 0 … count − 1. */
export function exampleCommit(count: number): CommitBody {
  const devices = Array.from({ length: count }, (_, index) => exampleSigner(index).device).toSorted();
  return {
    project: EXAMPLE_CONTRIBUTION.project,
    round: EXAMPLE_CONTRIBUTION.round,
    base: EXAMPLE_CONTRIBUTION.base,
    contributions: devices.map((device, index) => ({
      device,
      record: exampleHash(`record ${index}`),
      weight: index === 0 ? 0 : 23_040,
    })),
    state: exampleHash("state"),
    tokens: 9_000_000_000,
    progress: 210,
    at: 1_795_000_010,
  };
}

export function exampleContributionRecord(): Promise<SignedRecord> {
  const signer = exampleSigner(0);
  return sealRecord(contributionBytes(signer.device, 0, NO_HASH, EXAMPLE_CONTRIBUTION), signer);
}

/** A commit of `count` contributions with the signatures of the first `signerCount` signers. */
export async function exampleCommitRecord(count: number, signerCount: number): Promise<SignedRecord> {
  const bytes = commitBytes(exampleCommit(count));
  const sealed = await sealRecord(bytes, exampleSigner(0));
  const others = Array.from({ length: signerCount - 1 }, (_, index) => exampleSigner(index + 1));
  return addSignatures(sealed, await Promise.all(others.map((signer) => signRecord(bytes, signer))));
}

/** Every kind of message once; a kind that is missing does not compile. */
export async function exampleMessages(): Promise<readonly Message[]> {
  const vote = await signRecord(commitBytes(exampleCommit(3)), exampleSigner(1));
  const head = headOf(exampleCommit(3));
  const byKind: { readonly [Kind in Message["kind"]]: Extract<Message, { readonly kind: Kind }> } = {
    hello: {
      kind: "hello",
      version: PROTOCOL_VERSION,
      oldest: OLDEST_VERSION,
      project: exampleHash("project"),
      device: exampleSigner(0).device,
      nonce: exampleBytes("nonce"),
    },
    auth: { kind: "auth", signature: vote.signature },
    status: { kind: "status", head, phase: "training", roundAgeMs: 12_345 },
    contribution: { kind: "contribution", record: await exampleContributionRecord() },
    proposal: { kind: "proposal", view: 2, commit: await exampleCommitRecord(3, 1) },
    vote: { kind: "vote", base: exampleHash("base"), commit: head.hash, ...vote },
    certificate: { kind: "certificate", commit: await exampleCommitRecord(3, 2) },
    want: { kind: "want", what: "blob", hash: exampleHash("chunk") },
    missing: { kind: "missing", hash: exampleHash("chunk") },
    records: { kind: "records", records: [await exampleContributionRecord()] },
    "want-records": { kind: "want-records", hashes: [exampleHash("record 1"), exampleHash("record 2")] },
    reconcile: { kind: "reconcile", turn: "ask", data: exampleBytes("ranges") },
    feed: { kind: "feed", seq: 41, hash: exampleHash("record 41") },
    peers: { kind: "peers", addresses: ["a-neighbour", "tab-0123456789abcdef"] },
    relay: { kind: "relay", from: "tab-1", to: "tab-2", payload: '{"type":"OFFER","sdp":"v=0 – ø"}' },
    bye: { kind: "bye" },
  };
  return Object.values(byKind);
}
