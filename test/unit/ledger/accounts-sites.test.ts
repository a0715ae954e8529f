import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Accounts } from "../../../shared/ledger/accounts/accounts.ts";
import { VEST_CONTRIBUTIONS } from "../../../shared/ledger/accounts/vesting.ts";
import type { CheckedRecord } from "../../../shared/ledger/checked-record.ts";
import {
  accountsOf,
  auditorsIn,
  bookOf,
  History,
  keyOf,
  START,
  WORK,
  workOf,
} from "../../support/ledger-fixtures.ts";
import { Dice } from "../../support/random-history.ts";

const [anna, ben, cara, person] = ["anna", "ben", "cara", "person"].map(keyOf) as [
  string,
  string,
  string,
  string,
];
const HERONS = "https://herons.example";
const SWANS = "http://localhost:8080";
const HOUR = 3600;
const NOW = START + HOUR;
const ALL = { window: "all", nowSeconds: NOW } as const;

/** Anna always gives on this page; the others on their own. */
const from = (site: string) => ({ siteOf: (device: string) => (device === anna ? site : undefined) });

describe("the totals of sites", () => {
  test("are none where everybody gave on Tabloom's own page", () => {
    const history = new History();
    history.rounds(3, [anna, ben]);
    expect(accountsOf(history.records).sites(ALL)).toEqual([]);
  });

  test("count what was given on each, by how many devices, from when to when", () => {
    const history = new History();
    const sites: Readonly<Record<string, string>> = { [anna]: HERONS, [ben]: HERONS };
    const first = history.round([anna, ben, cara], { siteOf: (device) => sites[device] });
    history.round([anna, cara], from(HERONS));
    const last = history.round([anna], from(SWANS));
    const [herons, swans, ...others] = accountsOf(history.records).sites(ALL);
    const at = (round: typeof first) => round.commit.content.body.at;
    expect(herons).toEqual({
      site: HERONS,
      vested: 0n,
      pending: 3n * WORK,
      contributionCount: 3,
      deviceCount: 2,
      firstAt: at(first),
      lastAt: at(last) - (at(last) - at(first)) / 2,
    });
    expect(swans).toMatchObject({ site: SWANS, pending: WORK, contributionCount: 1, deviceCount: 1 });
    expect(others).toEqual([]);
  });

  test("vest with the contributions, and audits of the same device are not of the site", () => {
    const history = new History();
    const [first] = history.rounds(VEST_CONTRIBUTIONS + 1, [anna, ben], from(HERONS));
    history.verdict(auditorsIn(first!, anna)[0]!, workOf(first!, anna), "match");
    history.verdict(auditorsIn(first!, ben)[0]!, workOf(first!, ben), "match");
    const accounts = accountsOf(history.records);
    const [herons] = accounts.sites(ALL);
    const { work, audits } = accounts.person(anna, NOW).totals;
    expect(work.vested).toBeGreaterThan(0n);
    expect(audits.vested + audits.pending).toBe(WORK);
    expect(herons).toMatchObject({ vested: work.vested, pending: work.pending });
  });

  test("leave out what was given before the window, and what no commit includes", () => {
    const history = new History();
    history.round([anna, ben], { ...from(HERONS), at: START - 30 * 24 * HOUR });
    history.round([anna, ben], { ...from(HERONS), at: START });
    const loose = new History();
    loose.round([anna], from(SWANS));
    const uncommitted = loose.records.filter(({ content }) => content?.type === "contribution");
    const accounts = accountsOf([...history.records, ...uncommitted]);
    const counts = (["24h", "7d", "30d", "all"] as const).map(
      (window) => accounts.sites({ window, nowSeconds: NOW })[0]?.contributionCount,
    );
    expect(counts).toEqual([1, 1, 1, 2]);
    expect(accounts.sites(ALL).map(({ site }) => site)).toEqual([HERONS]);
  });

  test("stand in one order for everybody", () => {
    const history = new History();
    const sites = ["https://b.example", "https://a.example", "https://c.example"];
    history.round([anna, ben, cara], { siteOf: (device) => sites[[anna, ben, cara].indexOf(device)] });
    history.round([cara], { siteOf: () => sites[2] });
    const order = (accounts: Accounts) => accounts.sites(ALL).map(({ site }) => site);
    expect(order(accountsOf(history.records))).toEqual([sites[2], sites[1], sites[0]]);
    expect(order(accountsOf(history.records.toReversed()))).toEqual([sites[2], sites[1], sites[0]]);
  });

  test("show what was given on one of them, newest first", () => {
    const history = new History();
    const rounds = history.rounds(3, [anna, ben], from(HERONS));
    history.round([anna], from(SWANS));
    const receipts = accountsOf(history.records).receiptsFrom(HERONS, 2);
    const [second, third] = rounds.slice(1).map((round) => workOf(round, anna).record.hash);
    expect(receipts.map(({ contribution }) => contribution)).toEqual([third, second]);
  });
});

/** Asks now and then while records come in this order. */
function grown(records: readonly CheckedRecord[], dice: Dice): Accounts {
  const book = bookOf([]);
  const accounts = accountsOf([], { book });
  for (const record of records) {
    for (const added of book.add(record).added) accounts.add(added);
    if (dice.oneIn(4)) accounts.person(dice.pick([anna, person]), NOW);
    if (dice.oneIn(4)) accounts.sites(ALL);
  }
  return accounts;
}

test("a device that is claimed brings its person what it gave, once, in any order of records", () => {
  const history = new History();
  history.round([anna, ben], from(HERONS));
  history.round([anna, ben], from(HERONS));
  const unclaimed = history.records.slice();
  history.delegate(anna, person);
  history.delegate(anna, person); // twice, by whatever mistake
  history.round([anna, ben], from(HERONS));
  const claimed = history.records.slice();
  const pendingOf = (accounts: Accounts, root: string) => accounts.person(root, NOW).totals.work.pending;
  fc.assert(
    fc.property(fc.integer({ min: 0 }).map(String), (seed) => {
      const dice = new Dice(seed);
      const before = grown(dice.shuffled(unclaimed), dice);
      expect([pendingOf(before, anna), pendingOf(before, person)]).toEqual([2n * WORK, 0n]);
      const after = grown(dice.shuffled(claimed), dice);
      expect([pendingOf(after, anna), pendingOf(after, person)]).toEqual([0n, 3n * WORK]);
      expect(after.totals(null).work.pending).toBe(6n * WORK);
      expect(after.sites(ALL)).toMatchObject([{ site: HERONS, pending: 3n * WORK, deviceCount: 1 }]);
      expect(after.receiptsOf(person, 9)).toHaveLength(3);
      expect(after.receiptsOf(anna, 9)).toHaveLength(0);
    }),
    { numRuns: 30 },
  );
});
