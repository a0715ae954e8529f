/** Leaderboards as the page asks for them: around the own row, by name, in each unit. */
import { describe, expect, test } from "vitest";
import { creditOf } from "../../../shared/ledger/credit-unit.ts";
import { pseudonymOf } from "../../../shared/ledger/identity/pseudonym.ts";
import type { Ledger } from "../../../shared/ledger/ledger.ts";
import { boardView } from "../../../worker/ledger/board-view.ts";
import type { LeaderboardQuery } from "../../../worker/ledger-views/board.ts";
import { accountsOf, History, keyOf, START } from "../../support/ledger-fixtures.ts";

const PEOPLE = Array.from({ length: 30 }, (_, index) => keyOf(`person ${index}`));
const [BOB, EVE] = [PEOPLE[3]!, PEOPLE[20]!];

const history = new History();
history.identify(BOB, { name: "Bob", isListed: true });
// Each has taken part in one round less than the one before.
for (let size = 1; size <= PEOPLE.length; size += 1) {
  history.round(PEOPLE.slice(0, Math.min(size, 15))); // a cell has 16 members at most
  if (size > 15) history.round(PEOPLE.slice(15, size));
}
const ledger = { book: { size: 9 }, accounts: accountsOf(history.records) } as unknown as Ledger;

const QUERY = { window: "all", project: null, by: "person", limit: 10, unit: "contributions" } as const;
const ask = (part: Partial<LeaderboardQuery>, own: string | null = EVE) =>
  boardView(ledger, { ...QUERY, ...part }, { own, asOf: START, nowSeconds: START });

describe("around the own row", () => {
  test("are five on each side, with their ranks, where it is not among the first", () => {
    const { rows, own, rowCount } = ask({ isAroundOwn: true });
    expect([own, rowCount]).toEqual([null, PEOPLE.length]);
    const ranks = rows.map(({ rank }) => rank);
    expect(ranks).toEqual(Array.from({ length: 11 }, (_, index) => 16 + index));
    expect(rows[5]).toMatchObject({ key: EVE, isOwn: true, rank: 21 });
  });

  test("is the top for who is there, and for who has no row", () => {
    for (const own of [BOB, keyOf("a stranger"), null])
      expect(ask({ isAroundOwn: true }, own).rows.map(({ rank }) => rank)[0]).toBe(1);
  });
});

describe("a name", () => {
  test("is found by a part of it, generated ones too, and keeps its rank", () => {
    expect(ask({ name: " bO " }).rows.find(({ key }) => key === BOB)).toMatchObject({ name: "Bob", rank: 4 });
    const { rows } = ask({ name: pseudonymOf(EVE).toUpperCase() });
    expect(rows.map(({ key, rank }) => [key, rank])).toEqual([[EVE, 21]]);
  });

  test("that nobody has is found nowhere", () => {
    expect(ask({ name: "nobody at all" })).toMatchObject({ rows: [], own: null, rowCount: 0 });
  });
});

test("each row says in each unit what was given", () => {
  for (const { key, accepted, vested, flops, activeHours } of ask({ limit: 30 }).rows) {
    expect(accepted).toBe(PEOPLE.length - PEOPLE.indexOf(key));
    expect(vested).toBe(creditOf(BigInt(flops)));
    expect(activeHours).toBeGreaterThan(0);
  }
});
