import { describe, expect, test } from "vitest";
import type { PeerId } from "../../../../shared/core/ids.ts";
import { seatOrder } from "../../../../shared/swarm/round/leader.ts";
import {
  cellOf,
  commitBy,
  firstOf,
  HEAD,
  kindsOf,
  leaderAmong,
  ofKind,
  OTHER_HEAD,
  TestRound,
} from "./round-fixture.ts";

const SEATS = 16;
const seatedOf = (peers: readonly PeerId[]) => seatOrder(HEAD.hash, peers).slice(0, SEATS);

describe("when more have contributed than a commit has room for", () => {
  const cell = cellOf(20);
  const seated = seatedOf(cell);
  const commit = commitBy(...seated);
  const leader = leaderAmong(seated, 0);
  const left = cell.find((peer) => !seated.includes(peer))!;

  test("everybody draws the same sixteen, whether it is among them or not", () => {
    for (const self of [seated[3]!, left]) {
      const round = new TestRound(cell, self);
      round.gather();
      expect(firstOf(round.effects, "anticipate").commit.record.hash).toBe(commit.record.hash);
    }
  });

  test("one of them leads, and proposes them", () => {
    const round = new TestRound(cell, leader);
    round.gather();
    const { commit: proposed, proposedView } = firstOf(round.effects, "vote");
    expect([proposed.record.hash, proposedView]).toEqual([commit.record.hash, 0]);
  });

  test("who has no seat never leads, though it would be first of all", () => {
    const first = Array.from({ length: 60 }, (_, view) => view).find(
      (view) => !seated.includes(leaderAmong(cell, view)),
    )!;
    const round = new TestRound(cell, leaderAmong(cell, first));
    round.gather();
    round.waitForView(first);
    expect(kindsOf(round.effects)).not.toContain("vote");
  });

  test("who has no seat signs nothing, and follows what the others decide", () => {
    const round = new TestRound(cell, left);
    round.gather();
    round.propose(0, leader, commit);
    const voters = seated.filter((peer) => peer !== leader);
    round.vote(commit, ...voters.slice(0, 9));
    expect(round.state.isOver).toBe(false);
    round.vote(commit, voters[9]!);
    expect(ofKind(round.effects, "vote")).toEqual([]);
    expect(firstOf(round.effects, "adopt").commit.record.hash).toBe(commit.record.hash);
  });

  test("the seat of who has left goes to another in the next view", () => {
    const gone = seated.find((peer) => peer !== leader)!;
    const here = cell.filter((peer) => peer !== gone);
    const next = seatedOf(here);
    const round = new TestRound(cell, leaderAmong(next, 1));
    round.gather();
    round.leave(gone);
    round.fire("view");
    const proposed = ofKind(round.effects, "vote").find(({ proposedView }) => proposedView === 1)!;
    expect(proposed.commit.record.hash).toBe(commitBy(...next).record.hash);
    expect(next).not.toEqual(seated);
  });
});

test("sixteen or fewer all have a seat", () => {
  const cell = cellOf(SEATS);
  const round = new TestRound(cell, cell[0]);
  round.gather();
  expect(firstOf(round.effects, "vote").commit.record.hash).toBe(commitBy(...cell).record.hash);
});

test("seats are drawn anew on every head, and not in the order of leaders", () => {
  const cell = cellOf(20);
  const seated = new Set(seatedOf(cell));
  expect(new Set(seatOrder(OTHER_HEAD, cell).slice(0, SEATS))).not.toEqual(seated);
  expect(new Set(cell.slice(0, SEATS))).not.toEqual(seated); // a cell is in the order of leaders
  expect(seatOrder(HEAD.hash, cell.toReversed())).toEqual(seatOrder(HEAD.hash, cell));
});

describe("all the seats are enough to end the round, however many are at work", () => {
  /** Of forty, this many are in a commit that all of them have signed. */
  function certifiedBy(count: number): TestRound {
    const cell = cellOf(40);
    const included = cell.slice(0, count);
    const round = new TestRound(cell, cell[39], { isContributing: false });
    round.hear(...included);
    round.receive(...included);
    round.certify(commitBy(...included), ...included);
    return round;
  }

  test("sixteen are, though they are less than half", () => {
    expect(certifiedBy(SEATS).state.isOver).toBe(true);
  });

  test("fifteen are not, while the cell can still get together", () => {
    const { state } = certifiedBy(SEATS - 1);
    expect([state.isOver, state.certified]).toEqual([false, null]);
  });
});
