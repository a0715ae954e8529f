import { describe, expect, test } from "vitest";
import { VEST_CONTRIBUTIONS } from "../../../shared/ledger/accounts/vesting.ts";
import {
  accountsOf,
  auditorsIn,
  type CommittedRound,
  FACTS,
  History,
  keyOf,
  START,
  WORK,
  workOf,
} from "../../support/ledger-fixtures.ts";

const names = ["anna", "ben", "carl", "dora", "emil"].map(keyOf);
const [anna, ben, carl] = names as [string, string, string];
const V = VEST_CONTRIBUTIONS;

function ledgerOf(history: History) {
  const accounts = accountsOf(history.records);
  const stateOf = (round: CommittedRound, device: string) =>
    accounts.receipt(workOf(round, device).record.hash)!.state;
  return {
    accounts,
    stateOf,
    /** How many of these rounds' contributions are in each state. */
    count: (rounds: readonly CommittedRound[], device: string) => {
      const kinds = rounds.map((round) => stateOf(round, device).kind);
      const of = (kind: string) => kinds.filter((other) => other === kind).length;
      return { vested: of("vested"), pending: of("pending"), void: of("void") };
    },
    totals: (device: string) => accounts.person(device, START).totals,
  };
}

/** All who are drawn say the same. */
function judge(history: History, round: CommittedRound, device: string, answer: "match" | number): void {
  for (const auditor of auditorsIn(round, device).slice(0, 3))
    history.verdict(auditor, workOf(round, device), answer);
}

describe("credit vests", () => {
  test("after enough later contributions and an audit that vouches for them", () => {
    const history = new History();
    const rounds = history.rounds(V + 5, names);
    judge(history, rounds[2]!, anna, "match");
    const { stateOf, count } = ledgerOf(history);
    expect(count(rounds, anna)).toEqual({ vested: 3, pending: V + 2, void: 0 });
    const audited = { contributionsToGo: 0, isAudited: true, isDisputed: false };
    expect(stateOf(rounds[2]!, anna)).toEqual({ kind: "vested" });
    expect(stateOf(rounds[3]!, anna)).toEqual({ kind: "pending", ...audited, isAudited: false });
    expect(stateOf(rounds[V + 4]!, anna)).toEqual({
      kind: "pending",
      contributionsToGo: V,
      isAudited: false,
      isDisputed: false,
    });
    expect(count(rounds, ben)).toEqual({ vested: 0, pending: V + 5, void: 0 });
  });

  test("not while somebody calls the contribution false", () => {
    const history = new History();
    const rounds = history.rounds(V + 1, names);
    judge(history, rounds[1]!, anna, "match");
    history.verdict(auditorsIn(rounds[0]!, anna)[0]!, workOf(rounds[0]!, anna), 3);
    expect(ledgerOf(history).stateOf(rounds[0]!, anna)).toEqual({
      kind: "pending",
      contributionsToGo: 0,
      isAudited: true,
      isDisputed: true,
    });
  });

  test("never for an update that the filter refused", () => {
    const history = new History();
    const refused = history.round(names, { weightOf: (device) => (device === anna ? 0 : 768) });
    const rounds = history.rounds(V, names);
    judge(history, rounds[0]!, anna, "match");
    const { stateOf, accounts, totals } = ledgerOf(history);
    expect(stateOf(refused, anna)).toEqual({ kind: "void", because: "filtered" });
    expect(accounts.isRefused(anna)).toBe(false);
    const { acceptedCount, contributionCount, acceptedShare } = totals(anna);
    expect([acceptedCount, contributionCount, acceptedShare]).toEqual([V, V + 1, V / (V + 1)]);
  });

  test("apart in every project, so that nobody vouches for it in one of their own", () => {
    const history = new History();
    const project = keyOf("a project of the cheats");
    const facts = { ...FACTS, project, genesis: FACTS.genesis };
    const real = history.round(names);
    history.round(names, { base: null, project });
    const made = history.rounds(V, names, { project });
    for (const auditor of auditorsIn(made[0]!, anna)) {
      const { body } = history.verdict(auditor, workOf(made[0]!, anna), "match").content;
      expect(body.project).toBe(FACTS.project); // said of the wrong project: nothing
      history.append(auditor, { type: "verdict", body: { ...body, project } });
    }
    const factsOf = (name: string) => (name === project ? facts : FACTS);
    const accounts = accountsOf(history.records, { factsOf });
    expect(accounts.receipt(workOf(made[0]!, anna).record.hash)?.state).toMatchObject({ isAudited: true });
    expect([accounts.passesOf(anna, project), accounts.passesOf(anna, FACTS.project)]).toEqual([1, 0]);
    expect(accounts.receipt(workOf(real, anna).record.hash)?.state).toMatchObject({
      contributionsToGo: V,
      isAudited: false,
    });
  });
});

describe("a false contribution", () => {
  test("takes with it what had not vested by then, and everything later", () => {
    const history = new History();
    const rounds = history.rounds(2 * V, names);
    judge(history, rounds[V + 4]!, anna, "match");
    const index = V + 10;
    judge(history, rounds[index]!, anna, 2);
    const { count, stateOf, accounts, totals } = ledgerOf(history);
    expect(count(rounds.slice(0, index + 1 - V), anna)).toEqual({ vested: 11, pending: 0, void: 0 });
    expect(count(rounds.slice(index + 1 - V), anna)).toEqual({ vested: 0, pending: 0, void: 2 * V - 11 });
    const finding = {
      kind: "false-contribution",
      record: workOf(rounds[index]!, anna).record.hash,
      window: 2,
    };
    expect(stateOf(rounds.at(-1)!, anna)).toMatchObject({ kind: "void", because: finding });
    expect([accounts.isRefused(anna), accounts.isRefused(anna, keyOf("another project"))]).toEqual([
      true,
      false,
    ]);
    expect(totals(anna).work).toEqual({ vested: 11n * WORK, pending: 0n, voided: BigInt(2 * V - 11) * WORK });
    expect(accounts.isRefused(ben)).toBe(false);
  });

  test("is vouched for by no audit that was passed later", () => {
    const history = new History();
    const rounds = history.rounds(V + 20, names);
    judge(history, rounds[V + 11]!, anna, "match"); // the only one that passed
    judge(history, rounds[V + 10]!, anna, 0);
    expect(ledgerOf(history).count(rounds, anna)).toEqual({ vested: 0, pending: 11, void: V + 9 });
  });

  test("of one device leaves the person's others alone", () => {
    const history = new History();
    history.delegate(anna, keyOf("person"));
    history.delegate(ben, keyOf("person"));
    const round = history.round(names);
    judge(history, round, anna, 1);
    const { stateOf, accounts } = ledgerOf(history);
    expect([stateOf(round, anna).kind, stateOf(round, ben).kind]).toEqual(["void", "pending"]);
    expect([accounts.isRefused(anna), accounts.isRefused(ben)]).toEqual([true, false]);
  });
});

describe("who says what is not", () => {
  test("of another's work, pays with the own", () => {
    const history = new History();
    const rounds = history.rounds(3, names);
    const [liar, second, third] = auditorsIn(rounds[1]!, anna) as [string, string, string];
    const lie = history.verdict(liar, workOf(rounds[1]!, anna), 0);
    for (const juror of [second, third]) history.verdict(juror, workOf(rounds[1]!, anna), "match");
    const { stateOf, accounts, totals } = ledgerOf(history);
    expect(stateOf(rounds[1]!, anna)).toMatchObject({ isAudited: true, isDisputed: false });
    const because = { kind: "false-verdict", record: lie.record.hash, round: 2 };
    expect(stateOf(rounds[2]!, liar)).toMatchObject({ kind: "void", because });
    expect([accounts.isRefused(liar), accounts.isRefused(anna)]).toEqual([true, false]);
    expect(totals(second).audits.pending).toBe(WORK);
    expect(totals(liar).audits).toEqual({ vested: 0n, pending: 0n, voided: 0n });
  });

  test("match without a replay, is found by the second who has replayed, and earns nothing of it", () => {
    const history = new History();
    const rounds = history.rounds(2, names);
    const work = workOf(rounds[0]!, anna);
    const [lazy, second, third] = auditorsIn(rounds[0]!, anna) as [string, string, string];
    const copied = history.verdict(lazy, work, "match");
    const honest = history.verdict(second, work, "match", [copied]);
    const before = ledgerOf(history);
    expect([before.accounts.isRefused(lazy), before.totals(lazy).audits.pending]).toEqual([false, WORK]);
    history.verdict(third, work, "match", [copied]);
    const { accounts, totals } = ledgerOf(history);
    expect([lazy, second, third].map((device) => accounts.isRefused(device))).toEqual([true, false, false]);
    expect([totals(lazy).audits.pending, totals(second).audits.pending]).toEqual([0n, WORK]);
    const { audits } = accounts.receipt(work.record.hash)!;
    expect(audits.map(({ verdict, isFalse }) => [verdict, isFalse]).slice(0, 2)).toEqual([
      [copied.record.hash, true],
      [honest.record.hash, false],
    ]);
  });

  test("match for a friend, loses the audits since and what they vouched for", () => {
    const history = new History();
    const cell = [anna, ben, carl, keyOf("dora")];
    const rounds = history.rounds(V + 30, cell);
    // Ben vouches for whatever Anna makes up; Carl and Dora look at one of ten.
    for (const round of rounds) history.verdict(ben, workOf(round, anna), "match");
    const before = ledgerOf(history);
    expect([before.count(rounds, anna).vested, before.count(rounds, ben).vested]).toEqual([30, 0]);
    const caught = rounds[V + 9]!;
    for (const honest of [carl, keyOf("dora")]) history.verdict(honest, workOf(caught, anna), 3);
    expect(ledgerOf(history).stateOf(caught, anna)).toMatchObject({ isDisputed: true }); // two against two
    const truth = { isTrue: false, window: 3, falseVerdicts: new Set<string>() };
    const settled = new Map([[workOf(caught, anna).record.hash, truth]]);
    const accounts = accountsOf(history.records, { settled });
    expect([anna, ben, carl].map((device) => accounts.isRefused(device))).toEqual([true, true, false]);
    const { work, audits } = accounts.person(ben, START).totals;
    expect([work.vested, work.voided]).toEqual([0n, BigInt(V + 20) * WORK]);
    expect([audits.vested, audits.pending, audits.voided]).toEqual([0n, 10n * WORK, BigInt(V + 19) * WORK]);
    expect(accounts.person(anna, START).totals.work.voided).toBe(BigInt(V + 20) * WORK);
  });

  test("two things at one place of a feed, loses what had not vested, and the word of it", () => {
    const history = new History();
    const rounds = history.rounds(V + 5, names);
    judge(history, rounds[4]!, anna, "match");
    const place = workOf(rounds[V + 2]!, anna).content.seq;
    history.contradict(anna, place);
    const { count, stateOf, accounts } = ledgerOf(history);
    expect(count(rounds, anna)).toEqual({ vested: 3, pending: 0, void: V + 2 });
    expect(stateOf(rounds[3]!, anna)).toMatchObject({ because: { kind: "fork", seq: place, round: V + 3 } });
    expect([accounts.isRefused(anna), accounts.isRefused(anna, keyOf("another project"))]).toEqual([
      true,
      true,
    ]);
  });

  test("two things after the last work, loses what had not vested", () => {
    const history = new History();
    const rounds = history.rounds(V + 5, names);
    judge(history, rounds[5]!, anna, "match");
    history.found(anna, "Herons");
    history.contradict(anna, V + 5);
    expect(ledgerOf(history).count(rounds, anna)).toEqual({ vested: 5, pending: 1, void: V - 1 });
  });
});

describe("audits", () => {
  test("earn what they replayed, vest with the auditor's own work of the round, and are lost with it", () => {
    const history = new History();
    const rounds = history.rounds(V + 5, names);
    const [drawn, , , juror] = auditorsIn(rounds[0]!, anna) as [string, string, string, string];
    history.verdict(drawn, workOf(rounds[0]!, anna), "match");
    history.verdict(juror, workOf(rounds[0]!, anna), "match");
    expect(ledgerOf(history).totals(drawn).audits).toEqual({ vested: 0n, pending: WORK, voided: 0n });
    judge(history, rounds[1]!, drawn, "match");
    const { totals } = ledgerOf(history);
    expect(totals(drawn).audits).toEqual({ vested: WORK, pending: 0n, voided: 0n });
    expect(totals(drawn).earned).toBe(3n * WORK);
    expect(totals(juror).auditCount).toBe(auditorsIn(rounds[1]!, drawn).slice(0, 3).includes(juror) ? 1 : 0);
    judge(history, rounds[3]!, drawn, 0);
    expect(ledgerOf(history).totals(drawn).audits).toEqual({ vested: 0n, pending: 0n, voided: WORK });
  });

  test("earn once for each person, however many devices share the replay", () => {
    const history = new History();
    const round = history.round(names);
    const [first, second] = auditorsIn(round, anna) as [string, string];
    for (const device of [first, second]) {
      history.delegate(device, keyOf("person"));
      history.verdict(device, workOf(round, anna), "match");
      history.verdict(device, workOf(round, anna), "match");
    }
    expect(ledgerOf(history).totals(keyOf("person")).audits.pending).toBe(WORK);
  });

  test("that are passed in a row are counted for the person, and from zero after a failure", () => {
    const history = new History();
    for (const device of [anna, ben]) history.delegate(device, keyOf("person"));
    const rounds = history.rounds(8, names);
    for (const round of rounds.slice(0, 6)) judge(history, round, anna, "match");
    judge(history, rounds[4]!, ben, "match");
    const passes = (device: string) => accountsOf(history.records).passesOf(device, FACTS.project);
    expect([anna, ben, keyOf("person"), carl].map(passes)).toEqual([7, 7, 7, 0]);
    judge(history, rounds[5]!, ben, 1);
    expect(passes(anna)).toBe(0);
    judge(history, rounds[6]!, anna, "match");
    judge(history, rounds[7]!, anna, "match");
    expect(passes(ben)).toBe(2);
  });
});
