import { describe, expect, test } from "vitest";
import { cellOf, commitBy, HEAD, kindsOf, OTHER_HEAD, STRANGER, TestRound, workOf } from "./round-fixture.ts";

describe("training ends when half of the cell has ended its own", () => {
  test.each([
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 3],
    [16, 8],
  ])("in a cell of %i with contribution %i of the others and not one before", (count, needed) => {
    const round = new TestRound(cellOf(count));
    const committed = round.others.slice(0, needed);
    for (const peer of committed.slice(0, -1)) expect(round.hear(peer)).toEqual([]);
    expect(kindsOf(round.hear(committed.at(-1)!))).toEqual(["stop-training"]);
  });

  test("and only once", () => {
    const round = new TestRound(cellOf(4));
    round.hear(...round.others);
    expect(kindsOf(round.effects)).toEqual(["timer", "stop-training"]);
    expect(round.fire("training")).toEqual([]);
  });

  test("of those who are here: who left counts neither as done nor as at work", () => {
    const round = new TestRound(cellOf(6));
    const [done, gone, alsoGone, late, later] = round.others as [string, string, string, string, string];
    expect(round.hear(done, gone)).toEqual([]);
    expect(round.leave(gone)).toEqual([]);
    expect(round.leave(alsoGone)).toEqual([]);
    expect(round.leave(late)).toEqual([]);
    expect(round.state.live).toEqual(new Set([done, later]));
    expect(kindsOf(round.leave(later))).toEqual(["stop-training"]);
  });

  test("and whoever stands on another head is not of the cell", () => {
    const round = new TestRound(cellOf(3));
    const [elsewhere, here] = round.others as [string, string];
    expect(round.hear(elsewhere)).toEqual([]);
    round.stand(
      new Map([
        [elsewhere, OTHER_HEAD],
        [here, HEAD.hash],
      ]),
    );
    expect(kindsOf(round.effects)).toEqual(["timer"]);
    expect(kindsOf(round.hear(here))).toEqual(["stop-training"]);
  });
});

describe("training goes on", () => {
  test("in a cell of one until its time is over", () => {
    const round = new TestRound(cellOf(1));
    expect(round.stand(new Map())).toEqual([]);
    expect(round.hear(STRANGER)).toEqual([]);
    expect(kindsOf(round.fire("training"))).toEqual(["stop-training"]);
  });

  test("whatever updates, proposals and votes come", () => {
    const round = new TestRound(cellOf(3));
    const [leader, other] = round.others as [string, string];
    round.receive(leader, other);
    const commit = commitBy(leader, other);
    round.propose(0, leader, commit);
    round.vote(commit, leader);
    expect(kindsOf(round.effects)).toEqual(["timer", "want-contribution", "want-contribution"]);
    expect(round.state.phase).toBe("training");
  });

  test("nowhere when it is over already", () => {
    const round = new TestRound(cellOf(4));
    round.train();
    round.hear(...round.others.slice(0, 2));
    expect(kindsOf(round.effects)).not.toContain("stop-training");
  });

  test("with a second contribution of one device, which is not another peer's", () => {
    const round = new TestRound(cellOf(4));
    const [twice] = round.others as [string];
    round.hear(twice);
    expect(kindsOf(round.step({ kind: "contribution", contribution: workOf(twice, 1) }))).toEqual([
      "equivocation",
    ]);
    expect(round.state.isStopping).toBe(false);
  });
});
