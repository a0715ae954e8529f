import { describe, expect, test } from "vitest";
import { cellOf, commitBy, HEAD, kindsOf, ROUND_MS, STRANGER, TestRound } from "./round-fixture.ts";

describe("a round begins with training", () => {
  test("that lasts as long as the rules say", () => {
    const { state, effects } = new TestRound(cellOf(3));
    expect(effects).toEqual([{ kind: "timer", name: "training", delayMs: ROUND_MS }]);
    expect(state.phase).toBe("training");
    expect(state.endsAtMs).toBe(ROUND_MS);
  });

  test.each([
    [10_000, 20_000],
    [26_999, 3_001],
    [27_000, 3_000],
    [ROUND_MS, 3_000],
    [10 * ROUND_MS, 3_000],
  ])("and for who comes %i ms late lasts %i ms: never less than a tenth", (ageMs, delayMs) => {
    const { state, effects } = new TestRound(cellOf(3), undefined, { ageMs });
    expect(effects).toEqual([{ kind: "timer", name: "training", delayMs }]);
    expect(state.endsAtMs).toBe(delayMs);
  });

  test.each([
    [1_000, ROUND_MS - 1_000],
    [2 * ROUND_MS, 3_000],
  ])(
    "and ends %i ms sooner for who was late, though the others are waited for as ever",
    (handicapMs, delayMs) => {
      const { state, effects } = new TestRound(cellOf(3), undefined, { handicapMs });
      expect(effects).toEqual([{ kind: "timer", name: "training", delayMs }]);
      expect(state.endsAtMs).toBe(ROUND_MS);
    },
  );

  test("and ends once when the time is over", () => {
    const round = new TestRound(cellOf(3));
    expect(kindsOf(round.fire("training"))).toEqual(["stop-training"]);
    expect(round.fire("training")).toEqual([]);
  });

  test("of which a timer that comes after the own end stops nothing", () => {
    const round = new TestRound(cellOf(3));
    round.train();
    expect(round.fire("training")).toEqual([]);
  });

  test("and counts as live who stands on the same head", () => {
    const round = new TestRound(cellOf(3));
    expect([...round.state.live]).toEqual(round.others);
    round.stand(new Map([[round.others[0]!, HEAD.hash]]));
    expect([...round.state.live]).toEqual([round.others[0]]);
  });
});

describe("the own contribution", () => {
  test("is published, and its update counts as here", () => {
    const round = new TestRound(cellOf(3));
    const [published, timer] = round.train();
    expect(published).toMatchObject({ kind: "publish-contribution", contribution: { device: round.self } });
    expect(timer).toMatchObject({ kind: "timer", name: "commit" });
    expect(round.state.byDevice.has(round.self)).toBe(true);
    expect(round.state.phase).toBe("committing");
  });

  test("of a broken engine is none: the peer watches, and adopts what the others agree on", () => {
    const cell = cellOf(3);
    const round = new TestRound(cell);
    const [leader, other] = round.others as [string, string];
    round.step({ kind: "trained", contribution: null });
    round.hear(leader, other);
    round.receive(leader, other);
    const commit = commitBy(leader, other);
    round.propose(0, leader, commit);
    round.vote(commit, other);
    expect(kindsOf(round.effects)).toEqual(["timer", "compute", "timer", "adopt"]);
  });

  test("is what a watcher never has: nothing tells it to stop training, and it reveals and signs nothing", () => {
    const cell = cellOf(3);
    const round = new TestRound(cell, STRANGER, { isContributing: false });
    round.hear(...cell);
    round.receive(...cell);
    expect(round.fire("training")).toEqual([]);
    round.propose(0, cell[0]!, commitBy(...cell));
    expect(kindsOf(round.effects)).toEqual(["timer", "compute"]);
  });
});
