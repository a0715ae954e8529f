import { describe, expect, test } from "vitest";
import { cellOf, commitBy, kindsOf, firstOf, ofKind, STRANGER, TestRound } from "./round-fixture.ts";

const anticipated = (round: TestRound) =>
  ofKind(round.effects, "anticipate").map(({ commit }) => commit.record.hash);

describe("while signatures travel, a peer goes on from what it would propose itself", () => {
  test("as soon as it has computed it, before anybody proposed", () => {
    const round = new TestRound(cellOf(4));
    round.gather();
    expect(anticipated(round)).toEqual([commitBy(...round.cell).record.hash]);
    expect(kindsOf(round.effects)).not.toContain("vote");
  });

  test("not before it is computed", () => {
    const round = new TestRound(cellOf(4), undefined, { isAnswering: false });
    round.gather();
    expect(ofKind(round.effects, "compute")).toHaveLength(1);
    expect(anticipated(round)).toEqual([]);
  });

  test("not while updates are awaited", () => {
    const round = new TestRound(cellOf(4));
    round.train();
    round.hear(...round.others);
    round.receive(...round.others.slice(1));
    expect(anticipated(round)).toEqual([]);
  });

  test("once, even when somebody leaves and another set would be proposed now", () => {
    const round = new TestRound(cellOf(4));
    round.gather();
    round.leave(...round.others.slice(0, 2));
    round.waitForView(3);
    expect(anticipated(round)).toHaveLength(1);
  });

  test("without what was left out: a missing update is not waited for", () => {
    const round = new TestRound(cellOf(4));
    const [missing, ...others] = round.others as [string, string, string];
    round.train();
    round.hear(missing, ...others);
    round.receive(...others);
    round.fire("reveal");
    expect(anticipated(round)).toEqual([commitBy(round.self, ...others).record.hash]);
  });

  test("and adopts what the cell decides, if that is something else", () => {
    const round = new TestRound(cellOf(4));
    round.gather();
    const decided = commitBy(round.self, ...round.others.slice(1));
    round.certify(decided, ...round.others.slice(1));
    expect(anticipated(round)).not.toContain(decided.record.hash);
    expect(firstOf(round.effects, "adopt").commit.record.hash).toBe(decided.record.hash);
  });

  test("which a watcher never does", () => {
    const cell = cellOf(3);
    const round = new TestRound(cell, STRANGER, { isContributing: false });
    round.hear(...cell);
    round.receive(...cell);
    round.propose(0, cell[0]!, commitBy(...cell));
    expect(anticipated(round)).toEqual([]);
  });
});
