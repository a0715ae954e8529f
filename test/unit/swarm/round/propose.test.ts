import { describe, expect, test } from "vitest";
import {
  cellOf,
  commitBy,
  heard,
  kindsOf,
  leaderAmong,
  ofKind,
  STRANGER,
  TestRound,
  workOf,
} from "./round-fixture.ts";

/** What was signed, and in which view it was proposed. */
function signed(round: TestRound): { hash: string; proposedView: number | null }[] {
  return ofKind(round.effects, "vote").map(({ commit, proposedView }) => ({
    hash: commit.record.hash,
    proposedView,
  }));
}

function leading(count: number, isAnswering = true): TestRound {
  const cell = cellOf(count);
  return new TestRound(cell, cell[0], { isAnswering });
}

describe("the leader proposes", () => {
  test("everybody who came in time, as soon as all are computed", () => {
    const round = leading(4, false);
    round.gather();
    const [computation] = ofKind(round.effects, "compute");
    expect(kindsOf(round.effects)).not.toContain("vote");
    const commit = commitBy(...round.cell);
    round.step({ kind: "computed", key: computation!.key, commit });
    expect(signed(round)).toEqual([{ hash: commit.record.hash, proposedView: 0 }]);
  });

  test("once in a view, whatever comes and whoever leaves afterwards", () => {
    const round = leading(4);
    round.gather();
    round.hear(STRANGER);
    round.leave(round.others[0]!);
    round.leave(round.others[1]!);
    expect(signed(round)).toHaveLength(1);
  });

  test("nothing before agreeing begins", () => {
    const round = leading(3);
    round.train();
    round.hear(...round.others);
    round.receive(round.others[0]!);
    expect(kindsOf(round.effects)).not.toContain("compute");
    expect(signed(round)).toEqual([]);
  });

  test("without those whose updates did not come", () => {
    const round = leading(3);
    const [silent, other] = round.others as [string, string];
    round.train();
    round.hear(silent, other);
    round.receive(other);
    round.fire("reveal");
    expect(signed(round)).toEqual([{ hash: commitBy(round.self, other).record.hash, proposedView: 0 }]);
  });

  test("the work of who has left, while those who are here make a quorum", () => {
    const round = leading(4);
    round.train();
    round.hear(...round.others);
    round.receive(...round.others.slice(1));
    round.receive(round.others[0]!);
    expect(signed(round)[0]?.hash).toBe(commitBy(...round.cell).record.hash);
    const another = leading(4);
    another.train();
    another.leave(another.others[0]!);
    another.receive(...another.others);
    another.hear(...another.others);
    expect(signed(another)[0]?.hash).toBe(commitBy(...another.cell).record.hash);
  });

  test("not the work of those who have left when too few are here for a quorum", () => {
    const round = leading(4);
    const [gone, alsoGone, here] = round.others as [string, string, string];
    round.train();
    round.leave(gone, alsoGone);
    round.receive(...round.others);
    round.hear(gone, alsoGone, here);
    expect(signed(round)).toEqual([{ hash: commitBy(round.self, here).record.hash, proposedView: 0 }]);
  });
});

describe("who proposes in a view", () => {
  test("is the first in its order, and nobody else", () => {
    for (const view of [0, 1, 2]) {
      const cell = cellOf(4);
      const proposers = cell.filter((self) => {
        const round = new TestRound(cell, self);
        round.gather();
        round.waitForView(view);
        return signed(round).some(({ proposedView }) => proposedView === view);
      });
      expect(proposers).toEqual([leaderAmong(cell, view)]);
    }
  });

  test("is the next one when the first has left", () => {
    const round = new TestRound(cellOf(3));
    round.gather();
    expect(signed(round)).toEqual([]);
    round.leave(round.others[0]!);
    const hash = commitBy(...round.cell).record.hash;
    expect(signed(round)).toEqual([{ hash, proposedView: 0 }]);
  });

  test("is the next one when the first one's update does not come: it cannot be reproduced", () => {
    const round = new TestRound(cellOf(3));
    const [leader, other] = round.others as [string, string];
    round.train();
    round.hear(leader, other);
    round.receive(other);
    round.fire("reveal");
    expect(signed(round)).toEqual([{ hash: commitBy(round.self, other).record.hash, proposedView: 0 }]);
  });

  test("is never one that brought no work, though it would be first", () => {
    const [first, ...others] = cellOf(4);
    const round = new TestRound(others, first, { isContributing: false });
    round.hear(...others);
    round.receive(...others);
    expect(kindsOf(round.effects)).toEqual(["timer"]);
  });
});

test("a leader proposes neither contribution of an equivocator", () => {
  const round = leading(4);
  const [liar, ...others] = round.others as [string, string, string];
  round.train();
  round.hear(liar, ...others);
  round.step(heard(workOf(liar, 1)));
  round.receive(liar, ...others);
  expect(signed(round)).toEqual([{ hash: commitBy(round.self, ...others).record.hash, proposedView: 0 }]);
});
