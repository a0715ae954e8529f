import { describe, expect, test } from "vitest";
import {
  auditorCount,
  auditorsOf,
  auditRate,
  DRAWN_RANKS,
  isDrawn,
} from "../../../shared/ledger/accounts/audit-draw.ts";
import { exampleHash } from "../../support/example-messages.ts";
import { auditorsIn, History, keyOf, workOf } from "../../support/ledger-fixtures.ts";

const names = ["anna", "ben", "carl", "dora", "emil"].map(keyOf);
const [anna, ben] = names as [string, string];
const samples = Array.from({ length: 10_000 }, (_, index) => exampleHash(`contribution ${index}`));
const commit = exampleHash("commit");

describe("auditors", () => {
  test("are the others of the round, in an order that the commit draws for each contribution", () => {
    const history = new History();
    const [first, second] = history.rounds(2, names);
    const order = auditorsIn(first!, anna);
    expect(order.toSorted()).toEqual(names.filter((name) => name !== anna).toSorted());
    const orders = names.map((name) =>
      auditorsIn(first!, name)
        .filter((other) => other !== anna)
        .join(),
    );
    expect(new Set([...orders, auditorsIn(second!, anna).join()]).size).toBeGreaterThan(1);
  });

  test("are never the trainer's own devices", () => {
    const round = new History().round(names);
    const rootOf = (device: string) => (device === anna || device === ben ? keyOf("one person") : device);
    const { record } = workOf(round, anna);
    const part = { device: anna, record: record.hash };
    const order = auditorsOf(round.commit.record.hash, round.commit.content.body, part, rootOf);
    expect(order).toEqual(auditorsIn(round, anna).filter((device) => device !== ben));
  });

  test("of whom nobody is left in a round of one have no order", () => {
    expect(auditorsIn(new History().round([anna]), anna)).toEqual([]);
  });
});

describe("the rate of audits", () => {
  test("is everything for a newcomer and falls to a twentieth", () => {
    expect([0, 10, 90, 190, 10_000].map(auditRate)).toEqual([1, 0.5, 0.1, 0.05, 0.05]);
  });

  test.each([0, 10, 90, 1_000])("is kept after %i passed audits", (passes) => {
    const drawn = samples.filter((contribution) => isDrawn(commit, contribution, passes)).length;
    expect(drawn / samples.length).toBeCloseTo(auditRate(passes), 1.8);
  });

  test("draws for a proven peer only what it would draw for a newer one too", () => {
    const drawn = (passes: number) => samples.filter((contribution) => isDrawn(commit, contribution, passes));
    const often = new Set(drawn(20));
    expect(drawn(100).every((contribution) => often.has(contribution))).toBe(true);
  });

  test("sends three auditors to newcomers, then one, and one time in ten a second", () => {
    expect(samples.every((contribution) => auditorCount(commit, contribution, 9) === DRAWN_RANKS)).toBe(true);
    const counts = samples.map((contribution) => auditorCount(commit, contribution, 10));
    expect(new Set(counts)).toEqual(new Set([1, 2]));
    expect(counts.filter((count) => count === 2).length / counts.length).toBeCloseTo(0.1, 1.8);
  });
});
