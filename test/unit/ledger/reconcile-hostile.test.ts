import { expect, test } from "vitest";
import type { Hash } from "../../../shared/core/ids.ts";
import { createRandom } from "../../../shared/core/random.ts";
import {
  encodeReconcileMessage,
  RECONCILE_BYTES,
  RECONCILE_LISTED,
  RECONCILE_RANGES,
  type RangeClaim,
} from "../../../shared/ledger/reconcile/reconcile-message.ts";
import { reconcile } from "../../../shared/ledger/reconcile/reconcile.ts";
import { RecordIndex } from "../../../shared/ledger/reconcile/record-index.ts";
import { LAST_BOUND, type RecordKey } from "../../../shared/ledger/reconcile/record-order.ts";
import { MUTATIONS } from "../../support/mutations.ts";
import { exchange, hashOfText, makeIndex, makeKeys, START, without } from "./reconcile-exchange.ts";

/** Counts what a message makes an index do. */
class CountingIndex extends RecordIndex {
  fingerprints = 0;
  reads = 0;

  override fingerprint(from: number, to: number): Uint8Array {
    this.fingerprints++;
    return super.fingerprint(from, to);
  }

  override keyAt(rank: number): RecordKey {
    this.reads++;
    return super.keyAt(rank);
  }
}

/** One fingerprint per range that comes and per range that goes, and two to find out that the reply is full. */
const MOST_FINGERPRINTS = 2 * RECONCILE_RANGES + 2;
/** Two records per bound, twice per range; and those that are listed, offered, or in the other's list. */
const MOST_READS = 5 * RECONCILE_RANGES + 600;

function countWork(index: CountingIndex, message: Uint8Array | null): Uint8Array | null {
  index.fingerprints = 0;
  index.reads = 0;
  const result = reconcile(index, message);
  expect(index.fingerprints).toBeLessThanOrEqual(MOST_FINGERPRINTS);
  expect(index.reads).toBeLessThanOrEqual(MOST_READS);
  if (!result.ok) {
    expect(result.reason).not.toBe("");
    return null;
  }
  expect(result.reply?.length ?? 0).toBeLessThanOrEqual(RECONCILE_BYTES);
  expect(result.have.filter((hash) => !index.has(hash))).toEqual([]);
  expect(result.need.filter((hash) => index.has(hash))).toEqual([]);
  return result.reply;
}

function countingIndex(keys: readonly RecordKey[]): CountingIndex {
  const index = new CountingIndex();
  for (const key of keys) index.add(key);
  return index;
}

const KEYS = makeKeys(3_000, (index) => START + Math.floor(index / 3));
const OURS = countingIndex(without(KEYS, 60, "ours"));
const THEIRS = makeIndex(without(KEYS, 60, "theirs"));

/** Every message of an exchange, and that of a newcomer. */
function realMessages(): Uint8Array[] {
  const messages: Uint8Array[] = [];
  for (const other of [THEIRS, new RecordIndex()]) {
    let message: Uint8Array | null = null;
    for (let turn = 0; turn < 8; turn++) {
      const result = reconcile(turn % 2 === 0 ? OURS : other, message);
      if (!result.ok || result.reply === null) break;
      messages.push((message = result.reply));
    }
  }
  return messages;
}

test("6,000 mutated messages: none throws, none costs more than a bounded number of steps, and an exchange that goes on from one ends", () => {
  const corpus = realMessages();
  expect(corpus.length).toBeGreaterThan(10);
  const random = createRandom("reconcile");
  let drawn = 0;
  const draw = (limit: number) => random.below(limit, drawn++);
  const mutations = Object.values(MUTATIONS);
  let accepted = 0;
  for (let input = 0; input < 6_000; input++) {
    const message = mutations[input % mutations.length]!(corpus, draw);
    const reply = countWork(OURS, message);
    if (reply === null) continue;
    accepted++;
    if (accepted % 20 === 0) expect(exchange(THEIRS, OURS, { opening: reply }).isFinished).toBe(true);
  }
  expect(accepted).toBeGreaterThan(500); // the mutations are not so wild that they reach nothing
});

/** A list that is honest as far as it goes. */
const OURS_FIRST = Array.from({ length: RECONCILE_LISTED }, (_, rank) => OURS.keyAt(rank).hash);

const NONE = { offered: [], wanted: [] };
const upperOf = (range: number, count: number) =>
  range === count - 1 ? LAST_BOUND : { at: START + 1 + Math.floor((range * 1_000) / count), prefix: "" };

test("a liar whose fingerprints are all wrong, or who lists what nobody has, gets bounded work out of us, as often as it asks", () => {
  const fingerprint = new Uint8Array(16);
  const lies: RangeClaim[][] = [1, 16, RECONCILE_RANGES].map((count) =>
    Array.from({ length: count }, (_, range) => ({
      kind: "fingerprint",
      upper: upperOf(range, count),
      fingerprint,
    })),
  );
  const invented = Array.from({ length: RECONCILE_LISTED }, (_, index) => hashOfText(`invented ${index}`));
  const listsOf = (hashesAt: (range: number) => readonly Hash[]): RangeClaim[] =>
    Array.from({ length: RECONCILE_RANGES }, (_, range) => ({
      kind: "list",
      upper: upperOf(range, RECONCILE_RANGES),
      hashes: hashesAt(range),
    }));
  lies.push(
    listsOf((range) => invented.slice(range, range + 1)),
    listsOf((range) => (range === RECONCILE_RANGES - 1 ? invented : [])),
    [{ kind: "list", upper: LAST_BOUND, hashes: invented }],
    [{ kind: "list", upper: LAST_BOUND, hashes: OURS_FIRST }],
  );
  for (const ranges of lies) {
    const message = encodeReconcileMessage({ ...NONE, ranges });
    const reply = countWork(OURS, message);
    expect(reply).not.toBeNull();
    expect(countWork(OURS, message)).toEqual(reply);
  }
});

test("an exchange over ranges that hold nothing, or hold one time only, ends", () => {
  const bounds = [
    { at: START, prefix: "00" },
    { at: START, prefix: "0000" },
    { at: START, prefix: "ff".repeat(32) },
  ];
  const ranges: RangeClaim[] = bounds.map((upper) => ({
    kind: "fingerprint",
    upper,
    fingerprint: new Uint8Array(16),
  }));
  const opening = encodeReconcileMessage({ ...NONE, ranges });
  expect(exchange(OURS, THEIRS, { opening }).isFinished).toBe(true);
});

test("a record of the last second that can be written is found like any other", () => {
  const liar = { at: Number.MAX_SAFE_INTEGER, hash: hashOfText("liar") };
  const also = { at: Number.MAX_SAFE_INTEGER, hash: hashOfText("also") };
  const done = exchange(makeIndex([...KEYS, liar]), makeIndex([...KEYS, also]));
  expect([...done.sides[0].have, ...done.sides[0].need]).toEqual([liar.hash, also.hash]);
  expect([...done.sides[1].have, ...done.sides[1].need]).toEqual([also.hash, liar.hash]);
});

test("records that two peers sort differently are neither asked for nor searched without end", () => {
  const shifted = KEYS.map(({ at, hash }, index) => ({ at: index % 50 === 0 ? at + 500 : at, hash }));
  const done = exchange(makeIndex(KEYS), makeIndex(shifted));
  expect(done.isFinished).toBe(true);
  expect([...done.sides[0].need, ...done.sides[1].need]).toEqual([]);
});
