/** Throws mutated frames and records at every door of the wire, and watches time and memory. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { must } from "../../shared/core/assert.ts";
import { concatBytes, toHex } from "../../shared/core/bytes.ts";
import { createRandom } from "../../shared/core/random.ts";
import { decodeCanonical } from "../../shared/ledger/canonical.ts";
import type { Refused } from "../../shared/ledger/parse.ts";
import { checkRecord } from "../../shared/ledger/checked-record.ts";
import { parseCommit, parseContribution } from "../../shared/ledger/record.ts";
import { decodeReconcileMessage } from "../../shared/ledger/reconcile/reconcile-message.ts";
import { reconcile } from "../../shared/ledger/reconcile/reconcile.ts";
import { RecordIndex } from "../../shared/ledger/reconcile/record-index.ts";
import { decodeSignedRecord, type SignedRecord } from "../../shared/ledger/signed-record.ts";
import type { Verifier } from "../../shared/ports/signatures.ts";
import { encodeBlobPart } from "../../shared/protocol/blob.ts";
import { encodeMessage } from "../../shared/protocol/control.ts";
import { decodeFrame } from "../../shared/protocol/frame.ts";
import { CELL_PEERS } from "../../shared/protocol/limits.ts";
import { PROTOCOL_VERSION } from "../../shared/protocol/version.ts";
import { exampleRecords } from "./example-entries.ts";
import { exampleCommitRecord, exampleHash, exampleMessages } from "./example-messages.ts";
import { type Corpus, type Draw, MUTATIONS } from "./mutations.ts";

export interface WireFuzzReport {
  readonly inputs: number;
  /** Frames that were understood all the same: without some, the mutations would be too wild to reach anything. */
  readonly accepted: number;
  readonly uncaught: number;
  /** Refusals without a reason. */
  readonly unexplained: number;
  readonly slowestMs: number;
  readonly heapGrowthMiB: number;
  readonly seed: string;
  /** The first input that went wrong, in hexadecimal. */
  readonly firstFailure: string | null;
  readonly reasons: number;
}

/** Beyond it an input is timed again: on a busy computer most slow inputs are other people's work. */
const SUSPICIOUS_MS = 10;
const RETIMINGS = 5;
/** CBOR is also decoded under limits this wide, so that 100,000 levels of nesting get to the scan. */
const WIDE = { bytes: 1_000_000, depth: 8 };
/** Inputs before memory is measured, for caches and compiled code. */
const WARM_UP = 2_000;
const MIB = 1_048_576;
/** Of a control message. */
const HEADER = Uint8Array.of(0x54, 0x42, PROTOCOL_VERSION, 1);

/** Whether signatures are good is not the question here, so that what comes after them is reached. */
const trustful: Verifier = { verify: () => true };

/** A ledger to compare others' with. */
const SOME_RECORDS = recordIndex("ours");

export async function fuzzWire(inputs: number, seed: string): Promise<WireFuzzReport> {
  const corpus = await makeCorpus();
  const draw = createDraw(seed);
  const mutations = Object.values(MUTATIONS);
  const reasons = new Set<string>();
  const report = { accepted: 0, uncaught: 0, unexplained: 0, slowestMs: 0 };
  let firstFailure: string | null = null;
  let heapBefore = 0;
  for (let index = 0; index < inputs; index++) {
    if (index === Math.min(WARM_UP, inputs - 1)) heapBefore = heapBytes();
    const input = mutations[index % mutations.length]!(corpus, draw);
    let outcome: readonly string[] | null = null;
    const startedMs = performance.now();
    try {
      outcome = readEverywhere(input);
    } catch {
      report.uncaught++;
    }
    const tookMs = performance.now() - startedMs;
    const isUnexplained = outcome?.includes("") ?? false;
    if (isUnexplained) report.unexplained++;
    if (outcome === null || isUnexplained) firstFailure ??= toHex(input);
    if (outcome?.[0] === "ok") report.accepted++;
    if (reasons.size < 1_000)
      for (const reason of outcome ?? []) reasons.add(reason.replaceAll(/\d+|".*/g, "…"));
    if (tookMs > report.slowestMs) report.slowestMs = retime(input, tookMs, report.slowestMs);
  }
  const heapGrowthMiB = (heapBytes() - heapBefore) / MIB;
  return { inputs, ...report, heapGrowthMiB, seed, firstFailure, reasons: reasons.size };
}

type Outcome = { readonly ok: true } | Refused;

/** What each door says to the input: "ok" or a reason. The first is that of the frame. */
function readEverywhere(input: Uint8Array): readonly string[] {
  const frame = decodeFrame(input);
  const outcomes: Outcome[] = [frame, decodeCanonical(input.subarray(4), WIDE)];
  const stored = decodeSignedRecord(input.subarray(4));
  if (stored.ok) outcomes.push(...parseAll(stored.record));
  if (frame.ok && frame.kind === "message") {
    const { message } = frame;
    if (message.kind === "contribution") outcomes.push(...parseAll(message.record));
    if (message.kind === "proposal" || message.kind === "certificate")
      outcomes.push(...parseAll(message.commit));
    if (message.kind === "records") outcomes.push(...message.records.flatMap(parseAll));
    if (message.kind === "reconcile") outcomes.push(reconcile(SOME_RECORDS, message.data));
  }
  outcomes.push(decodeReconcileMessage(input.subarray(4)));
  return [...outcomes, stored].map((outcome) => (outcome.ok ? "ok" : outcome.reason));
}

/** A record read as everything that it may be. */
function parseAll(record: SignedRecord): readonly Outcome[] {
  return [parseCommit(record, trustful), parseContribution(record, trustful), checkRecord(record, trustful)];
}

/** Frames of every kind, and the records in them behind a header of their own. */
async function makeCorpus(): Promise<Corpus> {
  const messages = await exampleMessages();
  const full = await exampleCommitRecord(CELL_PEERS, CELL_PEERS);
  const records = messages.flatMap((message) =>
    message.kind === "contribution"
      ? [message.record]
      : message.kind === "certificate"
        ? [message.commit]
        : [],
  );
  const ofLedger = Object.values(await exampleRecords());
  const opening = must(reconcileReply(recordIndex("theirs"), null), "there are records");
  const answer = must(reconcileReply(SOME_RECORDS, opening), "they differ");
  return [
    ...messages.map(encodeMessage),
    encodeMessage({ kind: "records", records: ofLedger }),
    ...[opening, answer].flatMap((data) => [
      encodeMessage({ kind: "reconcile", turn: "ask", data }),
      concatBytes([HEADER, data]),
    ]),
    encodeMessage({ kind: "certificate", commit: full }),
    encodeMessage({ kind: "relay", from: "a", to: "b", payload: "x".repeat(12_000) }),
    encodeBlobPart(exampleHash("blob"), 0, 2_000, new Uint8Array(1_000)),
    ...[...records, ...ofLedger, full].flatMap(({ bytes, signatures }) => [
      // The bytes of a record, as a record of its own: its content is then what changes.
      concatBytes([HEADER, bytes]),
      encodeMessage({
        kind: "contribution",
        record: { bytes, hash: "", signatures: signatures.slice(0, 1) },
      }),
    ]),
  ];
}

function recordIndex(label: string): RecordIndex {
  const index = new RecordIndex();
  for (let at = 0; at < 60; at++) {
    index.add({ at, hash: exampleHash(`shared ${at}`) });
    index.add({ at, hash: exampleHash(`${label} ${at}`) });
  }
  return index;
}

function reconcileReply(index: RecordIndex, incoming: Uint8Array | null): Uint8Array | null {
  const result = reconcile(index, incoming);
  return result.ok ? result.reply : null;
}

function createDraw(seed: string): Draw {
  const random = createRandom(seed);
  let index = 0;
  return (limit) => random.below(limit, index++);
}

function retime(input: Uint8Array, tookMs: number, slowestMs: number): number {
  let bestMs = tookMs;
  for (let repeat = 0; repeat < RETIMINGS && bestMs > SUSPICIOUS_MS; repeat++) {
    const startedMs = performance.now();
    try {
      readEverywhere(input);
    } catch {
      // counted already
    }
    bestMs = Math.min(bestMs, performance.now() - startedMs);
  }
  return Math.max(bestMs, slowestMs);
}

/** Bytes in use after collecting garbage; what is left has leaked. */
function heapBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
