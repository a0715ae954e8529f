import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Hash } from "../../../shared/core/ids.ts";
import type { Accounts } from "../../../shared/ledger/accounts/accounts.ts";
import type { CreditLine } from "../../../shared/ledger/accounts/credit-line.ts";
import type { Amounts } from "../../../shared/ledger/accounts/sums.ts";
import type { Truth } from "../../../shared/ledger/accounts/truth.ts";
import type { CheckedRecord } from "../../../shared/ledger/checked-record.ts";
import { contributionFlops } from "../../../shared/ledger/credit-unit.ts";
import { FullFold } from "../../support/full-fold.ts";
import { accountsOf, bookOf, FACTS, START } from "../../support/ledger-fixtures.ts";
import { Dice, randomHistory, type RandomHistory, TORN } from "../../support/random-history.ts";

const NOW = START + 40_000;
const RUNS = { numRuns: 6 };
const seeds = fc.integer({ min: 0 }).map(String);

/** Adds the records in any order, and asks in between, so that much has to be thought over. */
function grow({ history, settled, keys }: RandomHistory, dice: Dice): Accounts {
  const known = new Map<Hash, Truth>();
  const records = dice.shuffled(history.records);
  const early = records.slice(0, dice.below(records.length));
  const book = bookOf(early);
  const accounts = accountsOf([], { book, settled: known });
  for (const record of records.slice(early.length)) {
    for (const added of book.add(record).added) accounts.add(added);
    if (dice.oneIn(10)) accounts.isRefused(dice.pick(keys));
    if (dice.oneIn(20)) accounts.person(dice.pick(keys), NOW);
  }
  for (const [contribution, truth] of dice.shuffled([...settled])) {
    known.set(contribution, truth);
    accounts.settle(contribution);
    if (dice.oneIn(2)) accounts.isRefused(dice.pick(keys));
  }
  return accounts;
}

/** Records that change much, and some others. */
function pickLate(records: readonly CheckedRecord[], dice: Dice): readonly CheckedRecord[] {
  const types = ["identity", "delegation", "revocation", "commit", "verdict", "contribution", "team"];
  const late = types.flatMap((type) =>
    dice.shuffled(records.filter(({ content }) => content?.type === type)).slice(0, 4),
  );
  return dice.shuffled(late);
}

/** In the order in which they came about, a little confused. */
function confuse(records: readonly CheckedRecord[], dice: Dice): readonly CheckedRecord[] {
  const keyed = records.map((record, index) => ({ record, key: index + dice.below(15) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ record }) => record);
}

const sorted = (lines: Iterable<CreditLine>) => [...lines].sort((a, b) => (a.record < b.record ? -1 : 1));

function compare(accounts: Accounts, full: FullFold): void {
  expect(sorted(accounts.lines(FACTS.project))).toEqual(sorted(full.lines()));
  const devices = full.devices();
  expect(devices.filter((device) => accounts.isRefused(device))).toEqual(
    devices.filter((device) => full.isRefused(device)),
  );
  const decided = [...full.decisions];
  expect(decided.map(([contribution]) => accounts.decisionOf(contribution))).toEqual(
    decided.map(([, decision]) => decision),
  );
}

function followClosely(
  early: readonly CheckedRecord[],
  late: readonly CheckedRecord[],
  settled: ReadonlyMap<Hash, Truth>,
): void {
  const book = bookOf(early);
  const accounts = accountsOf([], { book, settled });
  compare(accounts, new FullFold(book, settled));
  for (const record of late) {
    for (const added of book.add(record).added) accounts.add(added);
    compare(accounts, new FullFold(book, settled));
  }
}

/** What persons have adds up to what was committed, and audited, to the last operation. */
function expectExactSums(accounts: Accounts, keys: readonly string[]): void {
  const chain = accounts.chainOf(FACTS.project);
  const committed = chain.flatMap(({ content }) => content.body.contributions);
  const sumOf = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n);
  const totals = keys.map((key) => accounts.person(key, NOW).totals);
  const amounts = ({ vested, pending, voided }: Amounts) => vested + pending + voided;
  expect(sumOf(totals.map(({ work }) => amounts(work)))).toBe(
    sumOf(committed.map(({ weight }) => contributionFlops(FACTS, weight))),
  );
  const upheld = committed.flatMap(({ record, weight }) =>
    accounts.decisionOf(record).upheld.map(() => contributionFlops(FACTS, weight)),
  );
  expect(sumOf(totals.map(({ audits }) => amounts(audits)))).toBe(sumOf(upheld));
}

describe("accounts that grew in any order", () => {
  test("say after every record what the whole fold says at once", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { history, settled } = randomHistory(seed, TORN);
        followClosely([], confuse(history.records, new Dice(`order ${seed}`)), settled);
      }),
      RUNS,
    );
  });

  test("say it of long histories too, whatever comes late", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { history, settled } = randomHistory(seed);
        const late = pickLate(history.records, new Dice(`order ${seed}`));
        const early = history.records.filter((record) => !late.includes(record));
        followClosely(early, late, settled);
      }),
      RUNS,
    );
  });

  test("show the same receipts, persons and boards", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = randomHistory(seed);
        const [one, other] = ["one", "other"].map((order) => grow(random, new Dice(`${order} ${seed}`)));
        const everything = (accounts: Accounts) => ({
          receipts: random.history.records.map(({ record }) => accounts.receipt(record.hash)),
          persons: random.keys.map((key) => accounts.person(key, NOW)),
          passes: random.keys.map((key) => accounts.passesOf(key, FACTS.project)),
          boards: (["person", "team", "country"] as const).map((by) =>
            accounts.leaderboard({ window: "24h", nowSeconds: NOW, project: null, by, limit: 50 }),
          ),
        });
        expect(everything(other!)).toEqual(everything(one!));
        expectExactSums(one!, random.keys);
      }),
      RUNS,
    );
  });

  test("were tried on histories in which everything happened", () => {
    const happened = new Set<string>();
    for (let seed = 0; seed < 7; seed++) {
      const { history, settled, keys } = randomHistory(`${seed}`);
      const accounts = accountsOf(history.records, { settled });
      for (const { record } of history.records) {
        const receipt = accounts.receipt(record.hash);
        const state = receipt?.state;
        if (!state) continue;
        happened.add(state.kind);
        if (state.kind === "pending" && state.isDisputed) happened.add("disputed");
        if (state.kind === "void")
          happened.add(state.because === "filtered" ? "filtered" : state.because.kind);
        if (receipt.root !== receipt.device) happened.add("delegated");
        if (receipt.team !== null) happened.add("in a team");
        if (
          accounts.decisionOf(record.hash).outcome === "passed" &&
          receipt.audits.some(({ isFalse }) => isFalse)
        )
          happened.add("cleared or refuted");
      }
      if (keys.some((key) => accounts.rootOf(key) !== accounts.rootOf(key, 10_000))) happened.add("revoked");
    }
    expect([...happened].toSorted()).toEqual(
      [
        "cleared or refuted",
        "delegated",
        "disputed",
        "false-contribution",
        "false-verdict",
        "filtered",
        "fork",
        "in a team",
        "left-behind",
        "pending",
        "revoked",
        "vested",
        "void",
      ].toSorted(),
    );
  });
});
