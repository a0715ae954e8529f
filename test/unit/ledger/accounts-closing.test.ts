import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Accounts } from "../../../shared/ledger/accounts/accounts.ts";
import { ClosedAccounts } from "../../../shared/ledger/accounts/closed-accounts.ts";
import type { Closing, ClosingRules } from "../../../shared/ledger/accounts/closing.ts";
import { VEST_CONTRIBUTIONS } from "../../../shared/ledger/accounts/vesting.ts";
import type { CheckedRecord } from "../../../shared/ledger/checked-record.ts";
import {
  accountsOf,
  auditorsIn,
  bookOf,
  FACTS,
  History,
  keyOf,
  ROUND_SECONDS,
  START,
  WORK,
  workOf,
} from "../../support/ledger-fixtures.ts";
import { Dice, LONG, randomHistory, type RandomHistory } from "../../support/random-history.ts";

const NOW = START + 50_000;
const RUNS = { numRuns: 8 };
const seeds = fc.integer({ min: 0 }).map(String);
const OWN = keyOf("device e");
const { project } = FACTS;

const rulesOf = (until: number, rules: Partial<ClosingRules> = {}): ClosingRules => ({
  project,
  until,
  isOwn: (device) => device === OWN,
  isNeeded: () => false,
  ...rules,
});

/** What is left of a ledger after the closing, and what it is read to be. */
function closed(
  records: readonly CheckedRecord[],
  { records: gone, accounts }: Closing,
  settled: RandomHistory["settled"] = new Map(),
) {
  const left = records.filter(({ record }) => !gone.includes(record.hash));
  const sums = new ClosedAccounts(accounts);
  return { left, accounts: accountsOf(left, { settled, closed: sums }), sums };
}

/** Everything in which sums show. */
const shown = (accounts: Accounts, keys: readonly string[], teams: readonly string[]) => ({
  totals: [accounts.totals(null), accounts.totals(project)],
  persons: keys.map((key) => accounts.person(key, NOW)),
  teams: teams.map((team) => accounts.team(team, NOW)),
  refused: keys.map((key) => accounts.isRefused(key)),
  boards: (["person", "team", "country"] as const).flatMap((by) =>
    (["all", "24h"] as const).map((window) =>
      accounts.leaderboard({ window, nowSeconds: NOW, project: null, by, limit: 50 }),
    ),
  ),
});

const teamsIn = ({ history }: RandomHistory) =>
  history.records.flatMap(({ record, content }) => (content?.type === "team" ? [record.hash] : []));

const untilOf = (seed: string) => START + 600 * new Dice(`until ${seed}`).below(LONG.rounds);

describe("accounts that were closed", () => {
  test("show what they showed before, to the last operation, whatever has happened", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = randomHistory(seed);
        const { history, settled, keys } = random;
        const whole = accountsOf(history.records, { settled });
        const before = shown(whole, keys, teamsIn(random));
        const closing = whole.planClosing(rulesOf(untilOf(seed)));
        const { left, accounts, sums } = closed(history.records, closing, settled);
        expect(shown(accounts, keys, teamsIn(random))).toEqual(before);
        // What stays open stands as it stood.
        const lines = new Map(whole.lines(null).map((line) => [line.record, line]));
        for (const line of accounts.lines(null)) expect(line).toEqual(lines.get(line.record));
        // In any order, and when what was removed comes back.
        const again = new Dice(`again ${seed}`).shuffled(left);
        const others = accountsOf(again, { settled, closed: sums });
        expect(shown(others, keys, teamsIn(random))).toEqual(before);
        const back = accountsOf(history.records, { settled, closed: sums });
        expect(shown(back, keys, teamsIn(random))).toEqual(before);
      }),
      RUNS,
    );
  });

  test("are closed once, and in steps as at once", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { history, settled, keys } = randomHistory(seed);
        const until = untilOf(seed);
        const whole = accountsOf(history.records, { settled });
        const atOnce = closed(history.records, whole.planClosing(rulesOf(until)), settled);
        expect(atOnce.accounts.planClosing(rulesOf(until))).toEqual({ records: [], accounts: [] });
        const half = closed(history.records, whole.planClosing(rulesOf((START + until) / 2)), settled);
        const second = half.accounts.planClosing(rulesOf(until));
        const sums = [...half.sums.all(null), ...second.accounts];
        const inSteps = closed(half.left, { records: second.records, accounts: sums }, settled);
        const hashes = ({ left }: typeof half) => left.map(({ record }) => record.hash);
        expect(hashes(inSteps)).toEqual(hashes(atOnce));
        expect(shown(inSteps.accounts, keys, [])).toEqual(shown(atOnce.accounts, keys, []));
      }),
      RUNS,
    );
  });

  test("keep the own receipts and audits, all proofs, and everything that is no receipt", () => {
    let goneCount = 0;
    for (let seed = 0; seed < 8; seed++) {
      const { history, settled } = randomHistory(`${seed}`);
      const whole = accountsOf(history.records, { settled });
      const gone = new Set(whole.planClosing(rulesOf(NOW)).records);
      goneCount += gone.size;
      const book = bookOf(history.records);
      for (const hash of gone) {
        const { content } = book.get(hash)!;
        if (content?.type !== "contribution" && content?.type !== "verdict")
          throw new Error(`a ${content?.type} is gone`);
        expect(content.device).not.toBe(OWN);
        if (content.type === "verdict") continue;
        const { outcome, falseVerdicts, accusers } = whole.decisionOf(hash);
        expect([outcome === "false", falseVerdicts.size, accusers.length]).toEqual([false, 0, 0]);
        expect(whole.receipt(hash)?.state).not.toMatchObject({ because: { kind: "false-contribution" } });
        expect(book.verdictsOn(hash).some(({ content: { device } }) => device === OWN)).toBe(false);
      }
    }
    expect(goneCount).toBeGreaterThan(500);
  });

  test("keep what a liar earned and lost open, so that it can still be proven", () => {
    const names = ["anna", "ben", "carl", "dora", "emil"].map(keyOf);
    const history = new History();
    const rounds = history.rounds(5, names);
    const [liar, ...others] = auditorsIn(rounds[0]!, names[0]!) as [string, ...string[]];
    history.verdict(liar, workOf(rounds[0]!, names[0]!), 0);
    for (const auditor of others) history.verdict(auditor, workOf(rounds[0]!, names[0]!), "match");
    const whole = accountsOf(history.records);
    expect(whole.isRefused(liar)).toBe(true);
    const { accounts } = closed(history.records, whole.planClosing(rulesOf(NOW)));
    expect(accounts.isRefused(liar)).toBe(true);
    expect(accounts.lines(null).map(({ device }) => device)).toEqual(rounds.map(() => liar));
    const kept = accounts.receipt(workOf(rounds[0]!, names[0]!).record.hash);
    expect(kept?.audits.map(({ isFalse }) => isFalse)).toContain(true);
    expect(accounts.receipt(workOf(rounds[1]!, names[0]!).record.hash)).toBeNull();
  });
});

describe("work after a closing", () => {
  const names = ["anna", "ben", "carl"].map(keyOf);
  const [anna] = names as [string];

  test("vests, and is lost, as if nothing had been closed, and what was closed stays", () => {
    const history = new History();
    const old = history.rounds(VEST_CONTRIBUTIONS + 10, names);
    const closing = accountsOf(history.records).planClosing(
      rulesOf(START + old.length * ROUND_SECONDS + 1, { isOwn: () => false }),
    );
    const later = history.rounds(VEST_CONTRIBUTIONS + 10, names);
    const [auditor] = auditorsIn(later[5]!, anna) as [string];
    history.verdict(auditor, workOf(later[5]!, anna), "match");
    const vested = ({ accounts }: { accounts: Accounts }) => accounts.person(anna, START).totals.work.vested;
    // All of the old work was pending when it was closed; of the new, six are vouched for, and have sixty after them.
    expect(vested(closed(history.records, closing))).toBe(6n * WORK);
    history.contradict(anna, 2 * old.length - 1);
    const { accounts } = closed(history.records, closing);
    const { work } = accounts.person(anna, START).totals;
    expect(work).toEqual({
      vested: 6n * WORK,
      pending: BigInt(old.length + 4) * WORK,
      voided: BigInt(VEST_CONTRIBUTIONS) * WORK,
    });
  });
});

describe("nothing is closed", () => {
  test("above a commit that is missing: it cannot be seen what was committed", () => {
    const history = new History();
    const rounds = history.rounds(4, ["anna", "ben"].map(keyOf));
    const records = history.records.filter((record) => record !== rounds[1]!.commit);
    expect(accountsOf(records).planClosing(rulesOf(NOW))).toEqual({ records: [], accounts: [] });
  });

  test("of another project, and what is needed stays", () => {
    const history = new History();
    const [round] = history.rounds(1, ["anna", "ben"].map(keyOf));
    const accounts = accountsOf(history.records);
    expect(accounts.planClosing(rulesOf(NOW, { project: keyOf("other") }))).toEqual({
      records: [],
      accounts: [],
    });
    const needed = workOf(round!, keyOf("anna")).record.hash;
    const { records } = accounts.planClosing(rulesOf(NOW, { isNeeded: (hash) => hash === needed }));
    expect(records).toEqual([workOf(round!, keyOf("ben")).record.hash]);
  });
});
