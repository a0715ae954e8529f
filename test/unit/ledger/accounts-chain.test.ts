import { describe, expect, test } from "vitest";
import type { Hash } from "../../../shared/core/ids.ts";
import type { ProjectFacts } from "../../../shared/ledger/accounts/project-facts.ts";
import type { CheckedRecord } from "../../../shared/ledger/checked-record.ts";
import { exampleHash } from "../../support/example-messages.ts";
import {
  accountsOf,
  type CommittedRound,
  FACTS,
  History,
  keyOf,
  START,
  TOKENS,
  WORK,
  workOf,
} from "../../support/ledger-fixtures.ts";

const [anna, ben] = ["anna", "ben"].map(keyOf) as [string, string];
const namesOf = (rounds: readonly CommittedRound[]) => rounds.map(({ commit }) => commit.record.hash);

function chainOf(records: readonly CheckedRecord[], followed: Hash | null = null): readonly Hash[] {
  const accounts = accountsOf(records, {
    followed: new Map(followed === null ? [] : [[FACTS.project, followed]]),
  });
  return accounts.chainOf(FACTS.project).map(({ record }) => record.hash);
}

/** The same commit, saying something else. Its name stays: nobody looks at it here. */
function altered({ commit }: CommittedRound, change: object): CheckedRecord {
  return { ...commit, content: { ...commit.content, body: { ...commit.content.body, ...change } } };
}

describe("credit counts", () => {
  test("on the branch with most committed units", () => {
    const history = new History();
    const trunk = history.rounds(2, [anna, ben]);
    const base = trunk[1]!.commit;
    const lighter = [history.round([anna], { base }), history.round([anna])];
    const heavier = [history.round([ben], { base, weightOf: () => TOKENS }), ...history.rounds(2, [ben])];
    expect(chainOf(history.records)).toEqual(namesOf([...trunk, ...heavier]));
    expect(chainOf(history.records.toReversed())).toEqual(namesOf([...trunk, ...heavier]));
    const accounts = accountsOf(history.records);
    expect(accounts.receipt(workOf(lighter[0]!, anna).record.hash)?.state).toEqual({ kind: "left-behind" });
    expect(accounts.receipt(workOf(heavier[0]!, ben).record.hash)?.state.kind).toBe("pending");
    expect(accounts.person(anna, START).totals.work.pending).toBe(2n * WORK);
  });

  test("between equals on the one with the lower hash", () => {
    const history = new History();
    const sides = ["a", "b", "c"].map((label) => history.round([anna], { base: null, label }));
    expect(chainOf(history.records)).toEqual(namesOf(sides).toSorted().slice(0, 1));
  });

  test("from the oldest commit that can be reached", () => {
    const history = new History();
    const rounds = history.rounds(5, [anna]);
    const without = history.records.filter((record) => record !== rounds[1]!.commit);
    expect(chainOf(without)).toEqual(namesOf(rounds.slice(2)));
    const accounts = accountsOf(without);
    expect(accounts.person(anna, START).totals.contributionCount).toBe(3);
    const isolated = workOf(rounds[0]!, anna).record.hash;
    expect(accounts.receipt(isolated)?.state).toEqual({ kind: "left-behind" });
    expect(accounts.receipt(workOf(rounds[1]!, anna).record.hash)?.state).toEqual({ kind: "not-committed" });
  });

  test("nowhere for commits that do not add up, and for what is built on them", () => {
    const history = new History();
    const [first, second, third] = history.rounds(3, [anna]) as [
      CommittedRound,
      CommittedRound,
      CommittedRound,
    ];
    const rest = history.records.filter((record) => record !== second.commit);
    for (const change of [
      { tokens: 3 * TOKENS },
      { round: 3 },
      { base: FACTS.genesis },
      { contributions: [{ device: anna, record: exampleHash("r"), weight: 9 * FACTS.tokensPerStep }] },
    ])
      expect(chainOf([...rest, altered(second, change)])).toEqual(namesOf([first]));
    expect(chainOf([altered(first, { base: exampleHash("other genesis") })])).toEqual([]);
    expect(chainOf([altered(third, { tokens: 48 * 8 * FACTS.tokensPerStep + 1 })])).toEqual([]);
  });

  test("on the branch that this peer follows, however heavy another claims to be", () => {
    const history = new History();
    const honest = history.rounds(3, [anna]);
    const [, second] = honest;
    const forged = [history.round([ben], { base: null }), ...history.rounds(4, [ben])];
    expect(chainOf(history.records)).toEqual(namesOf(forged));
    expect(chainOf(history.records, second!.commit.record.hash)).toEqual(namesOf(honest));
    expect(chainOf(history.records.toReversed(), second!.commit.record.hash)).toEqual(namesOf(honest));
    expect(chainOf(history.records, FACTS.genesis)).toEqual(namesOf(forged));
    const followed = new Map<Hash, Hash>();
    const accounts = accountsOf(history.records, { followed });
    const follow = (head: Hash) => {
      followed.set(FACTS.project, head);
      accounts.follow(FACTS.project, head);
      return accounts.chainOf(FACTS.project).map(({ record }) => record.hash);
    };
    expect(accounts.chainOf(FACTS.project)).toHaveLength(5);
    expect(follow(second!.commit.record.hash)).toEqual(namesOf(honest));
    expect(follow(namesOf(honest)[2]!)).toEqual(namesOf(honest));
    expect(follow(namesOf(forged)[0]!)).toEqual(namesOf(forged));
  });

  test("on the heaviest of what is built on the head that this peer follows", () => {
    const history = new History();
    const trunk = history.rounds(2, [anna, ben]);
    const base = trunk[1]!.commit;
    const lighter = [history.round([anna], { base })];
    const heavier = [history.round([ben], { base }), ...history.rounds(2, [ben])];
    expect(chainOf(history.records, base.record.hash)).toEqual(namesOf([...trunk, ...heavier]));
    expect(chainOf(history.records, namesOf(lighter)[0])).toEqual(namesOf([...trunk, ...lighter]));
  });

  test("once the manifest is known", () => {
    const history = new History();
    history.rounds(3, [anna]);
    const known = new Map<Hash, ProjectFacts>();
    const accounts = accountsOf(history.records, { factsOf: (project) => known.get(project) ?? null });
    const [work] = history.records;
    expect([accounts.chainOf(FACTS.project), accounts.receipt(work!.record.hash)]).toEqual([[], null]);
    known.set(FACTS.project, FACTS);
    expect(accounts.person(anna, START).totals.work.pending).toBe(3n * WORK);
  });
});

describe("a commit that names a contribution", () => {
  const history = new History();
  const { commit, contributions } = history.round([anna, ben]);
  const work = contributions.get(anna)!;
  const of = (contribution: CheckedRecord) => {
    const accounts = accountsOf([commit, contribution]);
    return accounts.receipt(work.record.hash)?.state.kind;
  };
  const saying = (change: object, body: object = {}) =>
    ({
      ...work,
      content: { ...work.content, ...change, body: { ...work.content.body, ...body } },
    }) as CheckedRecord;

  test("makes it count when it is of that device, round and base, and within the rules", () => {
    expect(of(work)).toBe("pending");
    expect(of(saying({ device: ben }))).toBe("not-committed");
    for (const body of [
      { round: 2 },
      { base: exampleHash("elsewhere") },
      { steps: STEPS_TOO_MANY, tokens: STEPS_TOO_MANY * FACTS.tokensPerStep },
      { tokens: TOKENS + 1 },
      { steps: 1, tokens: FACTS.tokensPerStep }, // the commit counts more of it
    ])
      expect(of(saying({}, body))).toBe("not-committed");
  });
});

const STEPS_TOO_MANY = FACTS.maxSteps + 1;
