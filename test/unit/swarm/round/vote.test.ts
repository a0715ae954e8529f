import { describe, expect, test } from "vitest";
import type { Commit } from "../../../../shared/swarm/round/round-state.ts";
import {
  cellOf,
  commitBy,
  commitOn,
  kindsOf,
  lieBy,
  ofKind,
  received,
  TestRound,
  workOf,
} from "./round-fixture.ts";

const votesOf = (round: TestRound) =>
  ofKind(round.effects, "vote").map(({ commit, proposedView }) => [commit.record.hash, proposedView]);

/** The second of five in the order of leaders; all is here. */
function agreeing(count = 5): { round: TestRound; leader: string; others: string[] } {
  const round = new TestRound(cellOf(count));
  round.gather();
  const [leader, ...others] = round.others as [string, ...string[]];
  return { round, leader, others };
}

describe("a peer signs", () => {
  test("what the leader proposed and what came out the same here", () => {
    const { round, leader } = agreeing();
    const commit = commitBy(...round.cell);
    expect(kindsOf(round.propose(0, leader, commit))).toEqual(["vote"]);
    expect(votesOf(round)).toEqual([[commit.record.hash, null]]);
  });

  test("once in a view, however often and whatever the leader proposes", () => {
    const { round, leader, others } = agreeing();
    round.propose(0, leader, commitBy(...round.cell));
    round.propose(0, leader, commitBy(leader, round.self, ...others.slice(1)));
    round.propose(0, leader, commitBy(...round.cell));
    expect(votesOf(round)).toHaveLength(1);
    expect(round.state.proposals.get(0)?.size).toBe(1);
  });

  test.each(["committing", "revealing"])("before its %s is over, and then waits no longer", (phase) => {
    const round = new TestRound(cellOf(5));
    const [leader, silent] = round.others as [string, string];
    round.train();
    round.hear(leader, silent);
    round.receive(leader);
    if (phase === "revealing") round.fire("commit");
    expect(round.state.phase).toBe(phase);
    const effects = round.propose(0, leader, commitBy(leader, round.self));
    expect(kindsOf(effects)).toEqual(["compute", "timer", "vote", "anticipate"]);
    expect(round.state.phase).toBe("agreeing");
  });

  test("what leaves out no more than half of the work that it holds", () => {
    const { round, leader, others } = agreeing(6);
    const half = commitBy(leader, round.self, others[0]!);
    round.propose(0, leader, half);
    expect(votesOf(round)).toEqual([[half.record.hash, null]]);
  });
});

describe("a peer does not sign", () => {
  function refuses(round: TestRound, proposer: string, commit: Commit): void {
    round.propose(0, proposer, commit);
    expect(votesOf(round)).toEqual([]);
  }

  test("while it trains; it does as soon as its own work is done", () => {
    const round = new TestRound(cellOf(3));
    const [leader, other] = round.others as [string, string];
    round.hear(leader, other);
    round.receive(leader, other);
    refuses(round, leader, commitBy(...round.cell));
    round.step({ kind: "contribution", contribution: workOf(round.self) }, received(workOf(round.self)));
    expect(kindsOf(round.effects)).toContain("compute");
    expect(votesOf(round)).toEqual([]);
    round.train();
    expect(votesOf(round)).toHaveLength(1);
  });

  test("what it has not computed yet", () => {
    const round = new TestRound(cellOf(3), undefined, { isAnswering: false });
    round.gather();
    refuses(round, round.others[0]!, commitBy(...round.cell));
  });

  test("what came out different here", () => {
    const { round, leader } = agreeing();
    refuses(round, leader, lieBy(...round.cell));
  });

  test("what a peer proposed that does not lead", () => {
    const { round, others } = agreeing();
    for (const other of others) refuses(round, other, commitBy(...round.cell));
  });

  test("what its own work is not in", () => {
    const { round, leader, others } = agreeing();
    refuses(round, leader, commitBy(leader, ...others));
  });

  test("what leaves out more than half of the work that it holds", () => {
    const { round, leader } = agreeing(5);
    refuses(round, leader, commitBy(leader, round.self));
  });

  test("what can get no certificate any more, because too many have left", () => {
    const { round, leader, others } = agreeing(4);
    round.leave(...others);
    refuses(round, leader, commitBy(...round.cell));
  });

  test("what needs an update that is not here", () => {
    const { round, leader, others } = agreeing(4);
    const [liar, other] = others as [string, string];
    const works = [leader, round.self, other].map((peer) => workOf(peer));
    refuses(round, leader, commitOn([...works, workOf(liar, 1)]));
    round.hear(liar);
    expect(votesOf(round)).toEqual([]);
    round.step({ kind: "contribution", contribution: workOf(liar, 1) });
    expect(votesOf(round)).toEqual([]);
    round.step(received(workOf(liar, 1)));
    expect(votesOf(round)).toHaveLength(1);
  });
});

test("who signed before it left still counts for whether a certificate can be made", () => {
  const { round, leader, others } = agreeing(4);
  const commit = commitBy(...round.cell);
  const [voter, gone] = others as [string, string];
  round.vote(commit, voter);
  round.leave(voter, gone);
  round.propose(0, leader, commit);
  expect(kindsOf(round.effects).slice(-2)).toEqual(["timer", "adopt"]);
});
