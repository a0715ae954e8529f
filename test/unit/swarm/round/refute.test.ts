import { describe, expect, test } from "vitest";
import {
  cellOf,
  commitBy,
  commitOn,
  kindsOf,
  lieBy,
  firstOf,
  ofKind,
  TestRound,
  workOf,
} from "./round-fixture.ts";

function agreeing(count = 4): { round: TestRound; leader: string; others: string[] } {
  const round = new TestRound(cellOf(count));
  round.gather();
  const [leader, ...others] = round.others as [string, ...string[]];
  return { round, leader, others };
}

describe("a commit that its own contributions contradict", () => {
  test("is dropped, and everybody who signed it is named", () => {
    const { round, leader, others } = agreeing();
    const lie = lieBy(...round.cell);
    const effects = round.certify(lie, leader, others[0]!);
    const { signers } = firstOf(effects, "wrong-commit");
    expect(signers.toSorted()).toEqual([leader, others[0]!].toSorted());
    expect(round.state.candidates.has(lie.record.hash)).toBe(false);
    expect(round.state.votes.has(lie.record.hash)).toBe(false);
  });

  test("is found out as soon as this peer has computed the same contributions", () => {
    const round = new TestRound(cellOf(3), undefined, { isAnswering: false });
    round.gather();
    const lie = lieBy(...round.cell);
    expect(round.propose(0, round.others[0]!, lie)).toEqual([]);
    const { key } = firstOf(round.effects, "compute");
    const effects = round.step({ kind: "computed", key, commit: commitBy(...round.cell) });
    expect(effects[0]).toEqual({ kind: "wrong-commit", signers: [round.others[0]] });
    expect(kindsOf(effects)).not.toContain("vote");
  });

  test("is not adopted, however many have signed it", () => {
    const { round, others } = agreeing();
    const lie = lieBy(...round.cell);
    round.certify(lie, ...round.others);
    expect(round.state.isOver).toBe(false);
    expect(round.state.certified).toBeNull();
    const commit = commitBy(...round.cell);
    round.vote(commit, round.others[0]!);
    round.propose(0, round.others[0]!, commit);
    round.vote(commit, others[0]!);
    expect(firstOf(round.effects, "adopt").commit.record.hash).toBe(commit.record.hash);
  });

  test("stops being the decision that this peer waited for", () => {
    const round = new TestRound(cellOf(3));
    const [leader, other] = round.others as [string, string];
    round.train();
    round.hear(leader, other);
    round.receive(leader);
    round.certify(lieBy(...round.cell), leader, other);
    expect(round.state.certified).not.toBeNull();
    const effects = round.receive(other);
    expect(ofKind(effects, "wrong-commit")).toHaveLength(1);
    expect(round.state.certified).toBeNull();
    expect(round.fire("certificate")).toEqual([]);
  });

  test("may lie about a weight, the tokens or the state: each is another commit", () => {
    const { round, leader } = agreeing();
    const works = round.cell.map((peer) => workOf(peer));
    const { body } = commitOn(works);
    const [first, ...rest] = body.contributions;
    const lies = [
      { tokens: body.tokens + 1 },
      { progress: body.progress + 1 },
      { contributions: [{ ...first!, weight: 0 }, ...rest] },
    ];
    for (const lie of lies)
      expect(kindsOf(round.certify(commitOn(works, lie), leader))).toEqual(["wrong-commit"]);
  });
});

test("a commit is not refuted before its contributions were computed, nor by another set of them", () => {
  const { round, leader, others } = agreeing();
  const lie = lieBy(leader, ...others);
  round.certify(lie, leader);
  expect(kindsOf(round.effects)).not.toContain("wrong-commit");
  expect(round.state.candidates.has(lie.record.hash)).toBe(true);
});

test("what was computed here is never refuted", () => {
  const { round, leader } = agreeing();
  round.propose(0, leader, commitBy(...round.cell));
  expect(kindsOf(round.effects)).not.toContain("wrong-commit");
});
