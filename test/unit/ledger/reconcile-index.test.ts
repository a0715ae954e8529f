import * as fc from "fast-check";
import { expect, test } from "vitest";
import { AssertionError } from "../../../shared/core/assert.ts";
import { fromHex } from "../../../shared/core/bytes.ts";
import { sha256 } from "../../../shared/core/hash.ts";
import { RecordIndex } from "../../../shared/ledger/reconcile/record-index.ts";
import {
  type Bound,
  boundBetween,
  compareKeys,
  FIRST_BOUND,
  isBelow,
  LAST_BOUND,
  type RecordKey,
} from "../../../shared/ledger/reconcile/record-order.ts";
import { makeIndex, makeKeys, START } from "./reconcile-exchange.ts";

/** The definition, in big integers. */
function fingerprintOf(keys: readonly RecordKey[]): Uint8Array {
  const sum = keys.reduce((sum, { hash }) => sum + BigInt(`0x${hash}`), 0n) % (1n << 256n);
  const count = keys.length.toString(16).padStart(8, "0");
  return sha256(fromHex(sum.toString(16).padStart(64, "0") + count)).slice(0, 16);
}

function expectToHold(index: RecordIndex, keys: readonly RecordKey[]): void {
  expect(index.size).toBe(keys.length);
  const sorted = keys.toSorted(compareKeys);
  expect(sorted.map((_, rank) => index.keyAt(rank))).toEqual(sorted);
  for (const from of [0, keys.length >> 2, keys.length >> 1]) {
    for (const to of [from, keys.length - (keys.length >> 3), keys.length])
      expect(index.fingerprint(from, to)).toEqual(fingerprintOf(sorted.slice(from, to)));
  }
  for (let rank = 1; rank < keys.length; rank++) expect(index.rankOf(index.boundBelow(rank))).toBe(rank);
  expect([index.rankOf(FIRST_BOUND), index.rankOf(LAST_BOUND)]).toEqual([0, keys.length]);
}

const POOL = makeKeys(1_500, (index) => START + Math.floor(index / 5));

test("holds what was added and not removed, in whatever order that happened", () => {
  const change = fc.record({ isRemoval: fc.boolean(), from: fc.nat(1_499), count: fc.nat(600) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), fc.boolean(), (changes, isBackwards) => {
      const index = new RecordIndex();
      const model = new Map<string, RecordKey>();
      for (const { isRemoval, from, count } of changes) {
        const keys = POOL.slice(from, from + count);
        for (const key of isBackwards ? keys.toReversed() : keys) {
          const isKnown = model.has(key.hash);
          expect(index.has(key.hash)).toBe(isKnown);
          expect(isRemoval ? index.remove(key.hash) : index.add(key)).toBe(isRemoval === isKnown);
          if (isRemoval) model.delete(key.hash);
          else model.set(key.hash, key);
        }
        index.fingerprint(0, index.size); // sums are known now, and the next change must not leave a wrong one
      }
      expectToHold(index, [...model.values()]);
    }),
    { seed: 1, numRuns: 40 },
  );
});

test("appending, prepending and shuffling give the same index", () => {
  const shuffled = POOL.toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
  for (const keys of [POOL, POOL.toReversed(), shuffled]) expectToHold(makeIndex(keys), POOL);
});

test("sums carry from word to word, and overflow at 2^256", () => {
  const keys = ["f".repeat(64), "0".repeat(63) + "1", "0".repeat(56) + "f".repeat(8), "8" + "0".repeat(63)];
  expectToHold(
    makeIndex(keys.map((hash) => ({ at: 0, hash }))),
    keys.map((hash) => ({ at: 0, hash })),
  );
  const half = ["8" + "0".repeat(63), "8" + "0".repeat(62) + "1"].map((hash) => ({ at: 1, hash }));
  expectToHold(makeIndex(half), half);
});

test("a record whose hash is zero changes the fingerprint all the same", () => {
  const zero = makeIndex([{ at: 0, hash: "0".repeat(64) }]);
  expect(zero.fingerprint(0, 1)).not.toEqual(zero.fingerprint(0, 0));
});

test("a bound is the shortest that separates two records", () => {
  const hash = (start: string) => start.padEnd(64, "0");
  const bound = (left: RecordKey, right: RecordKey): Bound => {
    const found = boundBetween(left, right);
    expect([isBelow(left, found), isBelow(right, found)]).toEqual([true, false]);
    return found;
  };
  expect(bound({ at: 1, hash: hash("ff") }, { at: 2, hash: hash("") })).toEqual({ at: 2, prefix: "" });
  expect(bound({ at: 2, hash: hash("a1") }, { at: 2, hash: hash("a2") })).toEqual({ at: 2, prefix: "a2" });
  expect(bound({ at: 2, hash: hash("") }, { at: 2, hash: hash("00001") })).toEqual({
    at: 2,
    prefix: "000010",
  });
  const last = hash("").slice(0, 63);
  expect(bound({ at: 2, hash: `${last}0` }, { at: 2, hash: `${last}1` }).prefix).toBe(`${last}1`);
});

test("our own mistakes are named: a time that is no whole number of seconds, a hash that is none", () => {
  const index = new RecordIndex();
  const [{ hash }] = POOL as [RecordKey];
  for (const at of [-1, 0.5, NaN, 2 ** 53]) expect(() => index.add({ at, hash })).toThrow(AssertionError);
  expect(() => index.add({ at: 0, hash: hash.toUpperCase() })).toThrow(AssertionError);
  expect(index.size).toBe(0);
  expect(() => index.keyAt(0)).toThrow(AssertionError);
});
