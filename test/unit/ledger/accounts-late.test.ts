import { describe, expect, test } from "vitest";
import type { Accounts } from "../../../shared/ledger/accounts/accounts.ts";
import { VEST_CONTRIBUTIONS } from "../../../shared/ledger/accounts/vesting.ts";
import type { CheckedRecord } from "../../../shared/ledger/checked-record.ts";
import {
  accountsOf,
  auditorsIn,
  bookOf,
  FACTS,
  History,
  keyOf,
  START,
  WORK,
  workOf,
} from "../../support/ledger-fixtures.ts";

const names = ["anna", "ben", "carl", "dora"].map(keyOf);
const [anna, ben, carl] = names as [string, string, string];

/** Accounts that have answered already, and how they hear of more. */
function grown(early: readonly CheckedRecord[]): {
  readonly accounts: Accounts;
  readonly hear: (...late: readonly CheckedRecord[]) => void;
} {
  const book = bookOf(early);
  const accounts = accountsOf([], { book });
  const hear = (...late: readonly CheckedRecord[]) => {
    for (const record of late) for (const added of book.add(record).added) accounts.add(added);
    accounts.isRefused(anna); // asked after each
  };
  hear();
  return { accounts, hear };
}

const kindOf = (accounts: Accounts, contribution: CheckedRecord) =>
  accounts.receipt(contribution.record.hash)?.state.kind;

describe("what comes late", () => {
  test("and shows an auditor to be false takes back what only its word let vest", () => {
    const history = new History();
    const rounds = history.rounds(VEST_CONTRIBUTIONS + 1, names);
    const work = workOf(rounds[0]!, anna);
    const [auditor, , third] = auditorsIn(rounds[0]!, anna) as [string, string, string];
    history.verdict(auditor, work, "match");
    const { accounts, hear } = grown(history.records);
    expect(kindOf(accounts, work)).toBe("vested");
    // It contradicts itself; nothing is said about the trainer.
    hear(history.contradict(auditor, 0));
    expect(kindOf(accounts, work)).toBe("pending");
    hear(history.verdict(third, work, "match"));
    expect(kindOf(accounts, work)).toBe("vested");
  });

  test("and makes another branch heavier moves what both include, with its auditors' verdicts", () => {
    const history = new History();
    const round = history.round(names);
    const [first] = auditorsIn(round, anna) as [string];
    const work = workOf(round, anna);
    const verdict = history.verdict(first, work, 2);
    const { accounts, hear } = grown(history.records);
    expect(accounts.receipt(work.record.hash)).toMatchObject({ commit: round.commit.record.hash });
    const rival = history.rival(round, [anna, ben, carl]);
    const next = history.rounds(2, [anna, ben, carl]);
    hear(rival.commit, ...next.map(({ commit }) => commit));
    expect(accounts.receipt(work.record.hash)).toMatchObject({ commit: rival.commit.record.hash });
    const order = auditorsIn(rival, anna);
    const judges = order.includes(first) ? [verdict.record.hash] : [];
    expect(accounts.receipt(work.record.hash)?.audits.map((audit) => audit.verdict)).toEqual(judges);
    for (const device of order) hear(history.verdict(device, work, "match"));
    const { audits } = accounts.receipt(work.record.hash)!;
    const ranks = audits.map(({ auditor }) => order.indexOf(auditor));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  });

  test("and makes another branch heavier leaves behind what only the old one includes, and what was said of it", () => {
    const history = new History();
    const trunk = history.round(names);
    const left = history.round(names);
    const work = workOf(left, anna);
    const [accuser, second, third] = auditorsIn(left, anna) as [string, string, string];
    history.verdict(accuser, work, 0);
    history.verdict(second, work, "match");
    history.verdict(third, work, "match");
    const { accounts, hear } = grown(history.records);
    expect([accounts.isRefused(accuser), accounts.person(second, START).totals.auditCount]).toEqual([
      true,
      1,
    ]);
    const taken = [history.round([anna, ben], { base: trunk.commit }), ...history.rounds(2, [anna, ben])];
    hear(...taken.map(({ commit }) => commit));
    expect(kindOf(accounts, work)).toBe("left-behind");
    expect(accounts.decisionOf(work.record.hash).outcome).toBe("unaudited");
    expect([accounts.isRefused(accuser), accounts.person(second, START).totals.auditCount]).toEqual([
      false,
      0,
    ]);
    hear(...taken.flatMap(({ contributions }) => [...contributions.values()]));
    expect(accounts.person(anna, START).totals.work.pending).toBe(4n * WORK);
  });

  test("and outvotes those who called a contribution false gives everything back, and they pay", () => {
    const history = new History();
    const cell = [...names, ...["emil", "fred"].map(keyOf)];
    const round = history.round(cell);
    const work = workOf(round, anna);
    const [first, second, ...others] = auditorsIn(round, anna) as [string, string, ...string[]];
    for (const accuser of [first, second]) history.verdict(accuser, work, 1);
    const { accounts, hear } = grown(history.records);
    expect([kindOf(accounts, work), accounts.isRefused(first)]).toEqual(["void", false]);
    expect(accounts.person(first, START).totals.audits.pending).toBe(WORK);
    hear(...others.map((device) => history.verdict(device, work, "match")));
    expect([kindOf(accounts, work), accounts.isRefused(anna), accounts.isRefused(first)]).toEqual([
      "pending",
      false,
      true,
    ]);
    const { audits } = accounts.person(first, START).totals;
    expect(audits).toEqual({ vested: 0n, pending: 0n, voided: 0n });
  });

  test("and takes a device back moves what it did since to the device", () => {
    const history = new History();
    history.delegate(anna, keyOf("person"));
    history.rounds(2, names);
    const { accounts, hear } = grown(history.records);
    const pending = (root: string) => accounts.person(root, START).totals.work.pending;
    expect([pending(keyOf("person")), pending(anna)]).toEqual([2n * WORK, 0n]);
    hear(history.revoke(keyOf("person"), anna, 1));
    expect([pending(keyOf("person")), pending(anna)]).toEqual([WORK, WORK]);
  });

  test("and adds nothing to the weight leaves the choice between heads to their hashes", () => {
    for (const label of ["a", "b", "c", "d", "e", "f"]) {
      const history = new History();
      history.round(names);
      const { accounts, hear } = grown(history.records);
      hear(history.round(names, { weightOf: () => 0, label }).commit);
      const tip = () => accounts.chainOf(FACTS.project).at(-1)?.record.hash;
      expect(tip()).toBe(accountsOf(history.records).chainOf(FACTS.project).at(-1)?.record.hash);
    }
  });

  test("is a commit on another one than the head, however heavy, and is weighed like all", () => {
    const history = new History();
    const first = history.round(names, { label: "one" });
    history.rounds(2, [anna]);
    const { accounts, hear } = grown(history.records);
    const other = history.round(names, { base: first.commit, label: "other" });
    hear(...history.records.slice(-5));
    expect(accounts.chainOf(FACTS.project)).toEqual([first.commit, other.commit]);
  });

  test("is not built on the head because it would fit there", () => {
    const history = new History();
    const first = history.round(names);
    const head = history.round(names, { label: "head" });
    const { accounts, hear } = grown(history.records);
    history.round(names, { base: first.commit, label: "its twin, which stays unknown" });
    const next = history.round(names);
    hear(next.commit);
    expect(accounts.chainOf(FACTS.project)).toEqual([next.commit]);
    expect(kindOf(accounts, workOf(head, anna))).toBe("left-behind");
  });

  test("is a name for somebody who had none", () => {
    const history = new History();
    history.round(names);
    const { accounts, hear } = grown(history.records);
    const query = { window: "all", nowSeconds: START, project: null, by: "person", limit: 9 } as const;
    const shown = () =>
      accounts
        .leaderboard(query)
        .rows.map(({ name }) => name)
        .filter((name) => name !== null);
    expect(shown()).toEqual([]);
    hear(history.identify(anna, { root: keyOf("person"), name: "Anna", isListed: true }));
    expect(shown()).toEqual([]);
    hear(history.delegate(anna, keyOf("person")));
    expect(shown()).toEqual(["Anna"]);
    hear(history.revoke(keyOf("person"), anna, 0));
    expect(shown()).toEqual([]);
  });
});
