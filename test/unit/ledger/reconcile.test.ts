import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../../shared/core/random.ts";
import type { RecordKey } from "../../../shared/ledger/reconcile/record-order.ts";
import {
  differences,
  exchange,
  found,
  hashOfText,
  makeIndex,
  makeKeys,
  type Side,
  START,
  without,
} from "./reconcile-exchange.ts";

/** The bar: 10,000 records against 9,990. */
const BAR = { bytes: 10_000, roundTrips: 3 };

const ALL = makeKeys(10_000);
/** As a lively swarm writes them, and as a liar: several a second; all of one time. */
const BURSTS = makeKeys(10_000, (index) => START + Math.floor(index / 40));
const ONE_TIME = makeKeys(10_000, () => START);

describe("10,000 records against 9,990, both sides learn what differs in 10 kB and three round trips", () => {
  test.each([
    ["spread over a day", ALL],
    ["forty a second", BURSTS],
    ["all of the same second", ONE_TIME],
  ])("%s", (_, all) => {
    const newest = all.slice(0, -10);
    const random = without(all, 10, "ten");
    const cases: readonly (readonly [RecordKey[], RecordKey[]])[] = [
      [all, random],
      [random, all],
      [all, newest],
      [newest, all],
      [without(all, 5, "five"), without(all, 5, "other five")],
      [random, without(all, 10, "other ten")],
      [newest, random],
    ];
    for (const [first, second] of cases) {
      const done = exchange(makeIndex(first), makeIndex(second));
      expect(found(done)).toEqual(Array(2).fill(differences(first, second)));
      expect(done.messages.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(BAR.bytes);
      expect(Math.ceil(done.messages.length / 2)).toBeLessThanOrEqual(BAR.roundTrips);
    }
  });
});

describe("ledgers that are easy", () => {
  test("equal ones are found equal by one message of about a kilobyte, empty ones by some bytes", () => {
    expect(exchange(makeIndex(ALL), makeIndex(ALL.toReversed())).messages).toEqual([expect.any(Number)]);
    expect(exchange(makeIndex(ALL), makeIndex(ALL)).messages[0]).toBeLessThan(1_300);
    expect(exchange(makeIndex([]), makeIndex([])).messages[0]).toBeLessThan(10);
  });

  test("a newcomer gets 300 hashes with each round trip, whoever begins", () => {
    for (const [first, second] of [
      [[], ALL],
      [ALL, []],
    ]) {
      const done = exchange(makeIndex(first!), makeIndex(second!));
      expect(found(done)).toEqual(Array(2).fill(differences(first!, second!)));
      expect(done.messages.length).toBeLessThanOrEqual(2 * (ALL.length / 300) + 4);
    }
  });
});

/** How two ledgers can differ: which share of up to 2,000 records each lacks, at random or in one stretch, and how times are spread. */
const scenario = fc.record({
  seed: fc.string({ maxLength: 8 }),
  count: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 2_000 })),
  lacking: fc.tuple(
    fc.constantFrom(0, 0.001, 0.02, 0.3, 0.7, 1),
    fc.constantFrom(0, 0.001, 0.02, 0.3, 0.7, 1),
  ),
  isStretch: fc.boolean(),
  timing: fc.constantFrom("even", "bursts", "one time", "liars"),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

const POOL = makeKeys(2_000).map(({ hash }) => hash);

function timeOf(timing: Scenario["timing"], index: number): number {
  if (timing === "even") return START + 90 * index;
  if (timing === "bursts") return START + Math.floor(index / 100);
  if (timing === "one time") return 0;
  return [0, START, Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER][index % 4]!;
}

function makeSides({ seed, count, lacking, isStretch, timing }: Scenario): [RecordKey[], RecordKey[]] {
  const random = createRandom(seed);
  const keys = POOL.slice(0, count).map((hash, index) => ({ at: timeOf(timing, index), hash }));
  const sideOf = (side: 0 | 1) => {
    const lacked = Math.round(lacking[side] * count);
    const from = random.below(count - lacked + 1, side);
    const isLacked = (index: number) =>
      isStretch
        ? index >= from && index < from + lacked
        : random.fork(`${side}`).uniform(index) < lacking[side];
    return keys.filter((_, index) => !isLacked(index));
  };
  return [sideOf(0), sideOf(1)];
}

/** Of 2,500 scenarios none came near. */
const mostMessages = (differing: number) => 12 + Math.ceil(differing / 40);

const fetchNeeded = (from: readonly RecordKey[]) => {
  const known = new Map(from.map((key) => [key.hash, key]));
  return ({ index, need }: Side) => {
    for (const hash of need) index.add(known.get(hash)!);
  };
};

describe("ledgers of up to 2,000 records that differ at will", () => {
  test("both sides find all differences, and nothing else, in a bounded number of messages", () => {
    fc.assert(
      fc.property(scenario, (scenario) => {
        const [first, second] = makeSides(scenario);
        const expected = differences(first, second);
        const done = exchange(makeIndex(first), makeIndex(second));
        expect(found(done)).toEqual([expected, expected]);
        const differing = expected.onlyFirst.length + expected.onlySecond.length;
        expect(done.messages.length).toBeLessThanOrEqual(mostMessages(differing));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test("records that are fetched in the middle of an exchange do no harm: both end with all of them", () => {
    fc.assert(
      fc.property(scenario, (scenario) => {
        const [first, second] = makeSides(scenario);
        const indexes = [makeIndex(first), makeIndex(second)] as const;
        const after = fetchNeeded([...first, ...second]);
        const done = exchange(...indexes, { after });
        done.sides.forEach(after);
        const union = makeIndex([...first, ...second]);
        for (const index of indexes)
          expect(index.fingerprint(0, index.size)).toEqual(union.fingerprint(0, union.size));
      }),
      { seed: 2, numRuns: 80 },
    );
  });

  test("exchanges that are cut off after some messages converge, when what they found is fetched", () => {
    fc.assert(
      fc.property(scenario, fc.integer({ min: 4, max: 9 }), (scenario, most) => {
        const [first, second] = makeSides(scenario);
        const indexes = [makeIndex(first), makeIndex(second)] as const;
        const fetchAll = fetchNeeded([...first, ...second]);
        const { onlyFirst, onlySecond } = differences(first, second);
        let exchanges = 0;
        for (let isFinished = false; !isFinished; exchanges++) {
          const done = exchange(...indexes, { most });
          done.sides.forEach(fetchAll);
          ({ isFinished } = done);
          expect(exchanges).toBeLessThanOrEqual(mostMessages(onlyFirst.length + onlySecond.length));
        }
        expect(exchange(...indexes).messages.length).toBe(1);
      }),
      { seed: 3, numRuns: 60 },
    );
  });
});

test("a record that one side has dropped is offered again, and nothing is asked that is there", () => {
  const keys = makeKeys(500);
  const index = makeIndex(keys);
  const dropped = keys[123]!.hash;
  index.remove(dropped);
  index.add({ at: START + 1, hash: hashOfText("new") });
  const done = exchange(index, makeIndex(keys));
  expect([...done.sides[0].need]).toEqual([dropped]);
  expect([...done.sides[0].have]).toEqual([hashOfText("new")]);
});
