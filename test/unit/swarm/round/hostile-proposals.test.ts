import { describe, expect, test } from "vitest";
import { exampleHash } from "../../../support/example-messages.ts";
import {
  cellOf,
  commitBy,
  commitOn,
  kindsOf,
  leaderAmong,
  lieBy,
  ofKind,
  STRANGER,
  TestRound,
  workOf,
} from "./round-fixture.ts";

/** Different every time, and about work that nobody has. */
const noise = (device: string, index: number) =>
  commitOn([workOf(device, 100 + index)], { state: exampleHash(`noise ${index}`) });

function agreeing(): { round: TestRound; leader: string; liar: string } {
  const round = new TestRound(cellOf(4));
  round.gather();
  const [leader, liar] = round.others as [string, string];
  return { round, leader, liar };
}

describe("of proposals are remembered", () => {
  test("one of each proposer in a view: the first", () => {
    const { round, liar } = agreeing();
    round.propose(0, liar, noise(liar, 0));
    round.propose(0, liar, noise(liar, 1));
    expect(round.state.proposals.get(0)).toEqual(new Map([[liar, noise(liar, 0).record.hash]]));
    expect(round.state.candidates.has(noise(liar, 1).record.hash)).toBe(false);
  });

  test("none for views that no honest peer can be in", () => {
    const round = new TestRound(cellOf(4), undefined, { isAnswering: false }); // or it would not wait for ever
    round.gather();
    const [liar] = round.others as [string];
    round.propose(7, liar, noise(liar, 0));
    expect(round.state.proposals.size).toBe(0);
    round.propose(6, liar, noise(liar, 1));
    expect([...round.state.proposals.keys()]).toEqual([6]);
    round.waitForView(8);
    round.propose(1, liar, noise(liar, 2));
    expect([...round.state.proposals.keys()]).toEqual([6]);
    round.propose(2, liar, noise(liar, 3));
    round.propose(14, liar, noise(liar, 4));
    expect([...round.state.proposals.keys()]).toEqual([6, 2, 14]);
  });

  test("six commits of each device, so that it does not crowd out others", () => {
    const { round, leader, liar } = agreeing();
    for (let view = 0; view <= 6; view++) round.propose(view, liar, noise(liar, view));
    const known = Array.from({ length: 7 }, (_, index) =>
      round.state.candidates.has(noise(liar, index).record.hash),
    );
    expect(known).toEqual([true, true, true, true, true, true, false]);
    expect(round.state.proposals.has(6)).toBe(false);
    const commit = commitBy(leader, round.self, ...round.others.slice(2));
    round.propose(0, leader, commit);
    expect(ofKind(round.effects, "vote")).toHaveLength(1);
  });

  test("one of all strangers in a view: the one that comes first in the order", () => {
    const { round } = agreeing();
    const strangers = Array.from({ length: 20 }, (_, index) => exampleHash(`made up ${index}`));
    for (const [index, device] of strangers.entries()) round.propose(3, device, noise(device, index));
    expect([...(round.state.proposals.get(3)?.keys() ?? [])]).toEqual([leaderAmong(strangers, 3)]);
  });

  test("64 commits in all", () => {
    const { round } = agreeing();
    for (let index = 0; index < 66; index++) {
      const device = exampleHash(`made up ${index}`);
      round.certify(noise(device, index), device);
    }
    expect(round.state.candidates.size).toBe(64);
  });

  test("and what this peer computed itself is among them, even when there is no place left", () => {
    const round = new TestRound(cellOf(4));
    for (let index = 0; index < 66; index++) {
      const device = exampleHash(`made up ${index}`);
      round.certify(noise(device, index), device);
    }
    round.gather();
    const commit = commitBy(...round.cell);
    expect(round.state.candidates.has(commit.record.hash)).toBe(true);
    round.propose(1, leaderAmong(round.cell, 1), commit);
    round.vote(commit, ...round.others);
    expect(kindsOf(round.effects).at(-1)).toBe("adopt");
  });
});

test("strangers do not crowd out what this peer computed and has not signed yet", () => {
  const cell = cellOf(4);
  const leader = leaderAmong(cell, 0);
  const round = new TestRound(
    cell,
    cell.find((peer) => peer !== leader),
  );
  round.gather();
  const commit = commitBy(...cell);
  expect([...round.state.reproduced]).toEqual([commit.record.hash]);
  for (let index = 0; index < 130; index++) {
    const device = exampleHash(`made up ${index}`);
    round.certify(noise(device, index), device);
  }
  expect(round.state.candidates.size).toBe(64);
  expect(round.state.candidates.has(commit.record.hash)).toBe(true);
});

describe("a proposal counts as the leader's", () => {
  test("when its proposer's contribution is missing here, and it would lead with it", () => {
    const round = new TestRound(cellOf(4));
    const [leader, ...others] = round.others as [string, string, string];
    round.train();
    round.hear(...others);
    round.receive(...others);
    round.fire("commit");
    const wanted = round.propose(0, leader, commitBy(...round.cell));
    expect(wanted).toEqual([{ kind: "want-contribution", hash: workOf(leader).record.hash }]);
  });

  test("not of a stranger that would not lead the cell", () => {
    const cell = cellOf(4);
    const view = [0, 1, 2, 3, 4, 5].find((of) => leaderAmong([...cell, STRANGER], of) !== STRANGER)!;
    const round = new TestRound(cell);
    round.gather();
    round.waitForView(view);
    const wanted = ofKind(round.propose(view, STRANGER, commitBy(STRANGER, ...cell)), "want-contribution");
    expect(wanted).toEqual([]);
  });
});

test("a lie that was dropped is dropped again when it is repeated", () => {
  const { round, leader, liar } = agreeing();
  const lie = lieBy(...round.cell);
  round.propose(0, leader, lie);
  round.propose(0, liar, lie);
  round.propose(1, liar, lie);
  expect(ofKind(round.effects, "wrong-commit").map(({ signers }) => signers)).toEqual([
    [leader],
    [liar],
    [liar],
  ]);
  expect(round.state.candidates.has(lie.record.hash)).toBe(false);
  expect(kindsOf(round.effects)).not.toContain("vote");
});
