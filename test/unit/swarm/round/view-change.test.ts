import { describe, expect, test } from "vitest";
import {
  cellOf,
  commitBy,
  commitOn,
  kindsOf,
  leaderAmong,
  lieBy,
  ofKind,
  TestRound,
  workOf,
  viewMsOf,
} from "./round-fixture.ts";

const votesOf = (round: TestRound) =>
  ofKind(round.effects, "vote").map(({ commit, proposedView }) => [commit.record.hash, proposedView]);

/** All work is here, and the first leader is silent. Leaders of the views 0 … 3 are four different peers. */
function silentLeader(view: number): TestRound {
  const cell = cellOf(4);
  const round = new TestRound(cell, leaderAmong(cell, view));
  round.gather();
  return round;
}

describe("when a leader is silent", () => {
  test("the next view begins, and each waits a little longer than the one before", () => {
    const round = silentLeader(3);
    expect(round.fire("view")).toEqual([{ kind: "timer", name: "view", delayMs: viewMsOf(round, 1) }]);
    expect(round.fire("view")).toEqual([{ kind: "timer", name: "view", delayMs: viewMsOf(round, 2) }]);
    expect(round.state.view).toBe(2);
  });

  test("the next leader proposes, and the first one's proposal of its view is too late", () => {
    const round = silentLeader(1);
    const commit = commitBy(...round.cell);
    expect(kindsOf(round.fire("view"))).toEqual(["timer", "vote"]);
    expect(votesOf(round)).toEqual([[commit.record.hash, 1]]);
    expect(round.propose(0, leaderAmong(round.cell, 0), commit)).toEqual([]);
  });

  test("the others sign what the next leader proposes, in its view", () => {
    const round = silentLeader(3);
    const commit = commitBy(...round.cell);
    round.fire("view");
    round.propose(1, leaderAmong(round.cell, 1), commit);
    expect(votesOf(round)).toEqual([[commit.record.hash, null]]);
    expect(round.state.votedView).toBe(1);
  });

  test("nobody waits outside of agreeing: the timer means nothing there", () => {
    const round = new TestRound(cellOf(4));
    expect(round.fire("view")).toEqual([]);
    round.train();
    expect(round.fire("view")).toEqual([]);
    expect(round.state.view).toBe(0);
  });

  test("the next one leaves out who has left, even though those who are here are a quorum", () => {
    const round = silentLeader(1);
    const gone = leaderAmong(round.cell, 0);
    const here = round.cell.filter((peer) => peer !== gone);
    round.leave(gone);
    round.waitForView(2);
    const proposals = ofKind(round.effects, "vote").filter(({ proposedView }) => (proposedView ?? 0) > 0);
    expect(proposals.map(({ commit }) => commit)).toContainEqual(commitBy(...here));
    expect(proposals.map(({ commit }) => commit)).not.toContainEqual(commitBy(...round.cell));
  });
});

describe("votes of different views add up", () => {
  test("to the certificate of one commit, because its bytes name no view", () => {
    const round = silentLeader(3);
    const [first, second] = [leaderAmong(round.cell, 0), leaderAmong(round.cell, 1)];
    const commit = commitBy(...round.cell);
    round.vote(commit, first); // signed in view 0; its proposal was lost
    round.fire("view");
    round.propose(1, second, commit);
    expect(kindsOf(round.effects).slice(-3)).toEqual(["vote", "timer", "adopt"]);
    const { record } = ofKind(round.effects, "adopt")[0]!.commit;
    expect(record.signatures.map(({ device }) => device)).toEqual([first, second, round.self].toSorted());
  });

  test("and not those for different commits", () => {
    const round = silentLeader(3);
    const [first, second, third] = [0, 1, 2].map((view) => leaderAmong(round.cell, view)) as [
      string,
      string,
      string,
    ];
    round.propose(0, first, commitBy(first, second, third));
    round.fire("view");
    round.propose(1, second, commitBy(...round.cell));
    expect(round.state.certified).toBeNull();
    expect(round.state.isOver).toBe(false);
  });
});

describe("after a change of view", () => {
  /** In view 0 this peer and others signed what the first leader proposed, which leaves out one of seven. Four signatures would do. */
  function signedTogether(signers: number): { round: TestRound; first: string; all: string } {
    const cell = cellOf(7);
    const leaders = [0, 1, 2].map((view) => leaderAmong(cell, view));
    const [self, left, ...others] = cell.filter((peer) => !leaders.includes(peer)) as [
      string,
      string,
      ...string[],
    ];
    const round = new TestRound(cell, self);
    round.gather();
    const commit = commitBy(...cell.filter((peer) => peer !== left));
    round.propose(0, cell[0]!, commit);
    round.vote(commit, ...others.slice(0, signers - 2));
    expect(votesOf(round)).toEqual([[commit.record.hash, null]]);
    return { round, first: commit.record.hash, all: commitBy(...cell).record.hash };
  }

  test("peers stay with what most have signed, whatever the leader of an odd view proposes", () => {
    const { round, first } = signedTogether(2);
    round.fire("view");
    expect(votesOf(round).at(-1)).toEqual([first, null]);
    expect(round.propose(1, leaderAmong(round.cell, 1), commitBy(...round.cell))).toEqual([]);
  });

  test("they follow the leader of an even view while the signed commit is far from its certificate", () => {
    const { round, all } = signedTogether(2);
    round.waitForView(2);
    round.propose(2, leaderAmong(round.cell, 2), commitBy(...round.cell));
    expect(votesOf(round).at(-1)).toEqual([all, null]);
  });

  test("they prefer of two signed commits the one with more signatures", () => {
    const { round, first, all } = signedTogether(2);
    const [voter, another, third] = round.others as [string, string, string];
    round.propose(1, leaderAmong(round.cell, 1), commitBy(...round.cell));
    expect(votesOf(round).at(-1)).toEqual([first, null]);
    round.vote(commitBy(...round.cell), voter, another, third);
    round.waitForView(3);
    expect(votesOf(round).at(-1)?.[0]).toBe(all);
  });

  test("the leader of a later view names what others have signed, so that all hear of it", () => {
    const cell = cellOf(7);
    const round = new TestRound(cell, leaderAmong(cell, 1));
    round.gather();
    const commit = commitBy(...cell.filter((peer) => peer !== leaderAmong(cell, 2)));
    round.fire("view");
    expect(votesOf(round)).toEqual([[commitBy(...cell).record.hash, 1]]);
    const late = new TestRound(cell, leaderAmong(cell, 1));
    late.gather();
    late.propose(0, cell[0]!, commit);
    late.fire("view");
    expect(votesOf(late)).toEqual([
      [commit.record.hash, null],
      [commit.record.hash, 1],
    ]);
  });

  test("what cannot be certified any more binds nobody: they sign what the next leader proposes", () => {
    const { round, first } = signedTogether(2);
    const leader = leaderAmong(round.cell, 1);
    const signers = round.state.votes.get(first)!;
    const included = round.state.candidates.get(first)!.body.contributions.map(({ device }) => device);
    round.leave(...included.filter((peer) => !signers.has(peer) && peer !== leader));
    round.fire("view");
    const rest = commitBy(round.self, ...round.state.live);
    round.propose(1, leader, rest);
    expect(votesOf(round).map(([hash]) => hash)).toEqual([first, rest.record.hash]);
  });
});

describe("a peer that is behind", () => {
  test("goes to the view in which others propose something that it can sign", () => {
    const round = silentLeader(1);
    const commit = commitBy(...round.cell);
    const effects = round.propose(2, leaderAmong(round.cell, 2), commit);
    expect(effects).toEqual([
      { kind: "timer", name: "view", delayMs: viewMsOf(round, 2) },
      expect.objectContaining({ kind: "vote", proposedView: null }),
    ]);
    expect([round.state.view, round.state.votedView]).toEqual([2, 2]);
  });

  test("is not driven through the views by what it cannot sign", () => {
    const round = silentLeader(3);
    const [, second, third] = [0, 1, 2].map((view) => leaderAmong(round.cell, view)) as [
      string,
      string,
      string,
    ];
    round.propose(1, second, lieBy(...round.cell));
    round.propose(2, third, commitOn([workOf(third), workOf(round.self, 1)]));
    expect(round.state.view).toBe(0);
    expect(votesOf(round)).toEqual([]);
  });

  test("does not follow a proposer that does not lead that view", () => {
    const round = silentLeader(3);
    round.propose(2, leaderAmong(round.cell, 1), commitBy(...round.cell));
    expect(round.state.view).toBe(0);
  });

  test("stays where it is while it trains", () => {
    const round = new TestRound(cellOf(4), leaderAmong(cellOf(4), 3));
    round.hear(...round.cell);
    round.receive(...round.cell);
    round.propose(1, leaderAmong(round.cell, 1), commitBy(...round.cell));
    expect([round.state.view, round.state.phase]).toEqual([0, "training"]);
    round.train();
    expect([round.state.view, round.state.phase]).toEqual([1, "agreeing"]);
  });
});
