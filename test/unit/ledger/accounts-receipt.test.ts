import { describe, expect, test } from "vitest";
import { CREDIT_VERSION, creditOf } from "../../../shared/ledger/credit-unit.ts";
import type { CheckedRecord } from "../../../shared/ledger/checked-record.ts";
import { VEST_CONTRIBUTIONS } from "../../../shared/ledger/accounts/vesting.ts";
import {
  accountsOf,
  auditorsIn,
  bookOf,
  FACTS,
  History,
  keyOf,
  ROUND_SECONDS,
  START,
  STEPS,
  TOKENS,
  workOf,
} from "../../support/ledger-fixtures.ts";

const names = ["anna", "ben", "carl", "dora"].map(keyOf);
const [anna, ben, carl, dora] = names as [string, string, string, string];

describe("a receipt", () => {
  test("says what it proves", () => {
    const history = new History();
    history.delegate(anna, keyOf("person"));
    const team = history.found(ben, "Herons").record.hash;
    history.identify(anna, { root: keyOf("person"), team });
    const round = history.round(names, { weightOf: (device) => (device === anna ? TOKENS - 1 : TOKENS) });
    const work = workOf(round, anna);
    const auditors = auditorsIn(round, anna);
    const verdicts = auditors.slice(0, 2).map((auditor) => history.verdict(auditor, work, "match"));
    const flops = (BigInt(FACTS.flopsPerStep) * BigInt(TOKENS - 1)) / BigInt(FACTS.tokensPerStep);
    expect(accountsOf(history.records).receipt(work.record.hash)).toEqual({
      contribution: work.record.hash,
      project: FACTS.project,
      device: anna,
      root: keyOf("person"),
      team,
      round: 1,
      steps: STEPS,
      tokens: TOKENS,
      at: START + ROUND_SECONDS,
      commit: round.commit.record.hash,
      committedAt: START + ROUND_SECONDS,
      cosigners: names.toSorted(),
      weight: TOKENS - 1,
      flops,
      credit: creditOf(flops),
      creditVersion: CREDIT_VERSION,
      audits: verdicts.map(({ record }, rank) => ({
        verdict: record.hash,
        auditor: auditors[rank],
        root: auditors[rank],
        result: "match",
        window: 0,
        isDrawn: true,
        isFalse: false,
      })),
      state: { kind: "pending", contributionsToGo: VEST_CONTRIBUTIONS, isAudited: true, isDisputed: false },
    });
  });

  test("names everybody who signed, also those whose signatures came later", () => {
    const history = new History();
    const { commit, contributions } = history.round(names);
    const withOnly = (device: string) => {
      const signatures = commit.record.signatures.filter((signature) => signature.device === device);
      return { ...commit, record: { ...commit.record, signatures } };
    };
    const work = contributions.get(anna)!;
    const accounts = accountsOf([work, withOnly(ben), withOnly(carl), withOnly(dora)]);
    expect(accounts.receipt(work.record.hash)?.cosigners).toEqual([ben, carl, dora].toSorted());
  });

  test("follows the records as they come", () => {
    const history = new History();
    const round = history.round(names);
    const work = workOf(round, anna);
    const [first, second] = auditorsIn(round, anna) as [string, string];
    const match = history.verdict(first, work, "match");
    const mismatch = history.verdict(second, work, 0);
    const book = bookOf([work]);
    const accounts = accountsOf([], { book });
    const add = (record: CheckedRecord) => book.add(record).added.forEach((one) => accounts.add(one));
    const state = () => accounts.receipt(work.record.hash)?.state;
    expect(accounts.receipt(round.commit.record.hash)).toBeNull();
    expect(state()).toEqual({ kind: "not-committed" });
    add(match);
    add(round.commit);
    expect(state()).toMatchObject({ isAudited: true, isDisputed: false });
    add(mismatch);
    expect(state()).toMatchObject({ isAudited: false, isDisputed: true });
    const other = new History();
    other.round([ben, carl], { weightOf: () => 8 * FACTS.tokensPerStep });
    for (const record of other.rounds(3, [ben, carl]).map(({ commit }) => commit)) add(record);
    expect(state()).toEqual({ kind: "left-behind" });
  });

  test("of a person's devices come newest first, page by page", () => {
    const history = new History();
    for (const device of [anna, ben]) history.delegate(device, keyOf("person"));
    const [first, second, third] = history.rounds(3, [anna, ben, carl]).map((round) => workOf(round, anna));
    const fourth = workOf(history.round([ben]), ben);
    history.revoke(keyOf("person"), ben, 3);
    const accounts = accountsOf(history.records);
    const page = (limit: number, before?: number) =>
      accounts.receiptsOf(keyOf("person"), limit, before).map(({ contribution }) => contribution);
    expect(page(10)).toHaveLength(6);
    expect(page(10)).not.toContain(fourth.record.hash);
    expect(page(2)).toContain(third!.record.hash);
    expect(page(10, third!.at)).toContain(second!.record.hash);
    expect(page(2, second!.at)).toContain(first!.record.hash);
    expect(page(10, first!.at)).toEqual([]);
  });
});
