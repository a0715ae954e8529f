import { expect, test } from "vitest";
import { quorumOf } from "../../../../shared/swarm/round/quorum.ts";
import { cellOf, commitBy, kindsOf, STRANGER, TestRound } from "./round-fixture.ts";

/** Two thirds, rounded up, counted by hand. */
const EDGES = [
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [6, 4],
  [7, 5],
  [16, 11],
] as const;

test.each(EDGES)("a commit of %i contributions has its certificate with %i signatures", (count, needed) => {
  expect(quorumOf(count)).toBe(needed);
});

test.each(EDGES)(
  "the round of %i contributors ends with signature %i and not one before",
  (count, needed) => {
    const cell = cellOf(count);
    const round = new TestRound(cell, STRANGER, { isContributing: false });
    round.hear(...cell);
    round.receive(...cell);
    const commit = commitBy(...cell);
    const [leader, ...others] = cell;
    round.propose(0, leader!, commit);
    for (const voter of others.slice(0, needed - 1)) {
      expect(round.state.isOver).toBe(false);
      round.vote(commit, voter);
    }
    expect(round.state.isOver).toBe(true);
    expect(kindsOf(round.effects).filter((kind) => kind === "adopt")).toHaveLength(1);
  },
);

test("two quorums of one commit's contributors share a third of them at least", () => {
  for (let count = 1; count <= 16; count++)
    expect(2 * quorumOf(count) - count).toBeGreaterThanOrEqual(count / 3);
});
