import { describe, expect, test } from "vitest";
import { revealWaitMs } from "../../../../shared/swarm/round/deadline.ts";
import { cellOf, firstOf, ofKind, received, ROUND_MS, TestRound, workOf } from "./round-fixture.ts";

/** Everybody has committed, and these updates came before the own was revealed. */
function revealing(early: number, reveals: readonly number[] = []): TestRound {
  const round = new TestRound(cellOf(4), undefined, { reveals });
  round.train();
  round.receive(...round.others.slice(0, early));
  round.nowMs = 1_000;
  round.hear(...round.others);
  return round;
}

function receiveAt(round: TestRound, lateMs: number, peer: string): void {
  round.nowMs = 1_000 + lateMs;
  round.receive(peer);
}

describe("the deadline for updates", () => {
  test.each([
    [[], 10_000, 5_000],
    [[0, 0, 0], 10_000, 1_500],
    [[0, 0, 0], 30_000, 3_000],
    [[2_000, 2_100, 2_200, 2_300, 9_000], 10_000, 2_600],
    [[7_500], 10_000, 7_500],
    [[60_000], 10_000, 8_000],
    [[0, 0, 0], 600_000, 8_000],
  ])(
    "after %j in rounds of %i ms is %i ms: learned, and a tenth of a long round",
    (reveals, roundMs, waitMs) => {
      expect(revealWaitMs(reveals, roundMs)).toBe(waitMs);
    },
  );

  test("counts from when the own update is revealed, with what the rounds before have taught", () => {
    const round = new TestRound(cellOf(3), undefined, { reveals: [4_000, 4_000, 4_000] });
    round.train();
    round.nowMs = 2_500;
    round.hear(...round.others);
    expect(ofKind(round.effects, "timer").at(-1)).toEqual({ kind: "timer", name: "reveal", delayMs: 4_000 });
    expect(round.state.revealedAtMs).toBe(2_500);
  });

  test("knows of this round's quick ones already: they were not late at all", () => {
    const round = revealing(2);
    expect(round.state.reveals).toEqual([0, 0]);
    const { delayMs } = ofKind(round.effects, "timer").at(-1)!;
    expect(delayMs).toBe(revealWaitMs([0, 0], ROUND_MS));
  });
});

describe("how late updates are is learned", () => {
  test("from when the own update is revealed, once for each", () => {
    const round = revealing(1);
    receiveAt(round, 700, round.others[1]!);
    receiveAt(round, 900, round.others[1]!);
    receiveAt(round, 1_200, round.others[2]!);
    expect(round.state.reveals).toEqual([0, 700, 1_200]);
  });

  test("from one that has not come by the deadline, too: it may come when the round has ended, and would never be learned", () => {
    const round = revealing(2, [50, 50, 50]);
    const waited = revealWaitMs(round.state.reveals, ROUND_MS);
    round.fire("reveal");
    expect(round.state.reveals.at(-1)).toBe(1.5 * waited);
    expect(round.state.reveals).toHaveLength(3 + 2 + 1);
  });

  test("not from the own one, nor from those of devices that did not commit in time", () => {
    const round = new TestRound(cellOf(3));
    round.train();
    round.receive(...round.others);
    round.fire("commit");
    expect(round.state.reveals).toEqual([]);
  });
});

describe("an update is timely", () => {
  test("when it is the own one, or came before the own one was revealed", () => {
    const round = revealing(1);
    const updates = [round.self, round.others[0]!].map((peer) => workOf(peer).body.update);
    expect(round.state.timely).toEqual(new Set(updates));
  });

  test.each([
    [revealWaitMs([0], ROUND_MS), true],
    [revealWaitMs([0], ROUND_MS) + 1, false],
  ])("%i ms after that: %s", (lateMs, isTimely) => {
    const round = revealing(1);
    receiveAt(round, lateMs, round.others[1]!);
    expect(round.state.timely.has(workOf(round.others[1]!).body.update)).toBe(isTimely);
    expect(round.state.updates.has(workOf(round.others[1]!).body.update)).toBe(true);
  });

  test("within the deadline even if this peer went on without it", () => {
    const round = revealing(1);
    round.fire("reveal");
    receiveAt(round, 10, round.others[1]!);
    expect(round.state.timely.has(workOf(round.others[1]!).body.update)).toBe(true);
  });
});

test("an update that comes late is in the proposal of a later view", () => {
  const cell = cellOf(4);
  const round = new TestRound(cell, cell[2]); // leads view 1
  round.train();
  round.hear(...round.others);
  round.receive(...round.others.slice(1));
  round.fire("reveal");
  round.step(received(workOf(round.others[0]!)));
  round.fire("view");
  const { commit } = firstOf(round.effects, "vote");
  expect(commit.body.contributions).toHaveLength(4);
});
