/** Rounds become rows, and pages of rows become a cloth. */
import { describe, expect, test } from "vitest";
import { clothRow, joinRows } from "../../../../web/cloth/cloth-row.ts";
import type { RoundPartView } from "../../../../worker/ledger-views/rounds.ts";
import { exampleRounds, exampleRows, personOf } from "../../../support/cloth-rows.ts";

const [ADA, BOB] = [personOf(0), personOf(1)].toSorted() as [string, string];

const part = (root: string, tokens: number, more: Partial<RoundPartView> = {}): RoundPartView => ({
  device: root,
  root,
  name: root.slice(0, 4),
  tokens,
  state: "audited",
  audit: null,
  isOwn: false,
  ...more,
});

const rowOf = (...parts: RoundPartView[]) =>
  clothRow({ round: 7, commit: personOf(9), at: 1_794_700_000, loss: 2.5, parts });

describe("a row", () => {
  test("gives each person a thread as wide as their share of the tokens", () => {
    const { threads } = rowOf(part(BOB, 300), part(ADA, 100));
    expect(threads.map(({ who, share }) => [who, share])).toEqual([
      [ADA, 0.25],
      [BOB, 0.75],
    ]);
  });

  test("keeps people in the order of their keys, whoever else is there", () => {
    for (const { threads } of exampleRows(60, 12)) {
      const people = threads.map(({ who }) => who);
      expect(people).toEqual(people.toSorted());
    }
  });

  test("lays the devices of one person into one thread, and what was rejected of them into another", () => {
    const phone = part(ADA, 100, { device: personOf(5) });
    const cheat = part(ADA, 200, { device: personOf(6), state: "rejected" });
    const { threads } = rowOf(part(ADA, 100), phone, cheat);
    expect(threads.map(({ state, share }) => [state, share])).toEqual([
      ["audited", 0.5],
      ["rejected", 0.5],
    ]);
  });

  test("says of somebody whose devices were audited the worst that was found", () => {
    const auditOf = (...audits: RoundPartView["audit"][]) =>
      rowOf(...audits.map((audit, index) => part(ADA, 100, { device: personOf(index), audit }))).threads[0]
        ?.audit;
    expect(auditOf(null, null)).toBeNull();
    expect(auditOf("passed", null)).toBe("passed");
    expect(auditOf("passed", "waiting")).toBe("waiting");
    expect(auditOf("failed", "passed", "disputed")).toBe("failed");
  });

  test("is shared evenly when nothing is known of the tokens", () => {
    expect(rowOf(part(ADA, 0), part(BOB, 0)).threads.map(({ share }) => share)).toEqual([0.5, 0.5]);
  });
});

describe("pages", () => {
  const rows = exampleRows(10, 3);

  test("are joined where they meet or overlap, before and after", () => {
    expect(joinRows([], rows)).toEqual(rows);
    expect(joinRows(rows, [])).toEqual(rows);
    expect(joinRows(rows.slice(5), rows.slice(0, 5))).toEqual(rows);
    expect(joinRows(rows.slice(4), rows.slice(0, 7))).toEqual(rows);
    expect(joinRows(rows.slice(0, 7), rows.slice(7))).toEqual(rows);
    expect(joinRows(rows.slice(0, 7), rows.slice(3))).toEqual(rows);
    expect(joinRows(rows, rows.slice(3, 6))).toEqual(rows);
  });

  test("bring what audits have said since", () => {
    const before = exampleRounds(10, 3).map((round) => ({
      ...clothRow({ ...round, parts: round.parts.map((each) => ({ ...each, state: "pending" })) }),
    }));
    expect(joinRows(before, rows.slice(6))).toEqual([...before.slice(0, 6), ...rows.slice(6)]);
  });

  test("of another history take the place of what was known", () => {
    const other = rows.slice(4).map((row) => ({ ...row, commit: personOf(row.round) }));
    expect(joinRows(rows, other)).toEqual(other);
  });

  test("that leave a gap take the place of what was known", () => {
    expect(joinRows(rows.slice(0, 3), rows.slice(6))).toEqual(rows.slice(6));
  });
});
