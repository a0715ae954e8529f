import { describe, expect, test } from "vitest";
import { outcomeOf } from "../../../../shared/swarm/round-outcome.ts";
import { waitMs } from "../../../../shared/swarm/round/deadline.ts";
import { cellOf, commitBy, heard, firstOf, ofKind, ROUND_MS, TestRound, workOf } from "./round-fixture.ts";

/** The round's time is over when the own training is: what comes now is late. */
function waiting(count: number, arrivals: readonly number[] = []): TestRound {
  const round = new TestRound(cellOf(count), undefined, { arrivals });
  round.nowMs = ROUND_MS;
  round.train();
  return round;
}

function hearAt(round: TestRound, lateMs: number, peer: string): void {
  round.nowMs = ROUND_MS + lateMs;
  round.hear(peer);
}

test("who was waited for in vain is told, and who had left by then is not", () => {
  const round = waiting(5);
  const [first, second, late, gone] = round.others as [string, string, string, string];
  round.hear(first, second);
  const standing = new Map(round.state.standing);
  standing.delete(gone);
  round.step({ kind: "standing", standing });
  const { body } = commitBy(round.self, first, second);
  round.receive(first, second);
  expect(outcomeOf(round.state, body).late).toEqual([late]);
});

describe("how late the others are is learned", () => {
  test("from the moment when the own work is done", () => {
    const round = waiting(4);
    const [first, second] = round.others as [string, string];
    hearAt(round, 700, first);
    hearAt(round, 1_900, second);
    expect(round.state.arrivals).toEqual([700, 1_900]);
  });

  test("and who came before taught nothing: it was not waited for", () => {
    const round = new TestRound(cellOf(3));
    round.hear(round.others[0]!);
    expect(round.state.arrivals).toEqual([]);
    expect(round.state.punctual).toEqual(new Set([round.others[0]]));
  });

  test("and nobody is late while the time of the round is not over", () => {
    const round = new TestRound(cellOf(3));
    round.nowMs = 10_000;
    const [timer] = ofKind(round.train(), "timer");
    expect(timer).toEqual({ kind: "timer", name: "commit", delayMs: 20_000 + waitMs([]) });
    round.nowMs = 25_000;
    round.hear(round.others[0]!);
    expect(round.state.arrivals).toEqual([0]);
    round.nowMs = ROUND_MS + 400;
    round.hear(round.others[1]!);
    expect(round.state.arrivals).toEqual([0, 400]);
  });

  test("once for each device, and once for each record", () => {
    const round = waiting(3);
    const [peer] = round.others as [string];
    hearAt(round, 100, peer);
    hearAt(round, 200, peer);
    round.step(heard(workOf(peer, 1)));
    expect(round.state.arrivals).toEqual([100]);
  });

  test("from stragglers of the round before as well", () => {
    const round = new TestRound(cellOf(3), undefined, { arrivals: [100] });
    expect(round.step({ kind: "straggler", lateMs: 6_000 })).toEqual([]);
    expect(round.state.arrivals).toEqual([100, 6_000]);
  });

  test("and sets the next deadline: median + 4 · MAD", () => {
    const arrivals = [2_000, 2_100, 2_200, 2_300, 9_000];
    const [timer] = ofKind(waiting(3, arrivals).effects, "timer").slice(1);
    expect(timer).toEqual({ kind: "timer", name: "commit", delayMs: 2_600 });
  });
});

describe("a contribution is punctual", () => {
  test.each([
    [2_600, true],
    [2_601, false],
  ])("%i ms after the own, with a deadline of 2600 ms: %s", (lateMs, isPunctual) => {
    const round = waiting(3, [2_000, 2_100, 2_200, 2_300, 9_000]);
    hearAt(round, lateMs, round.others[0]!);
    expect(round.state.punctual.has(round.others[0]!)).toBe(isPunctual);
  });

  test("within the deadline even if this peer went on without it", () => {
    const round = waiting(3);
    round.fire("commit");
    hearAt(round, 10, round.others[0]!);
    expect(round.state.punctual.has(round.others[0]!)).toBe(true);
    expect(round.state.byDevice.has(round.others[0]!)).toBe(false);
  });
});

describe("who commits after the updates were revealed", () => {
  function withLatecomer(): TestRound {
    const cell = cellOf(3);
    const round = new TestRound(cell, cell[0]);
    const [punctual, late] = round.others as [string, string];
    round.train();
    round.hear(punctual);
    round.fire("commit");
    round.hear(late);
    round.receive(late, punctual);
    return round;
  }

  test("is not in the own proposal, even if its update is here", () => {
    const round = withLatecomer();
    const [proposal] = ofKind(round.effects, "vote");
    expect(proposal?.commit.record.hash).toBe(commitBy(round.self, round.others[0]!).record.hash);
  });

  test("is kept, because somebody else may have heard it in time", () => {
    const round = withLatecomer();
    const everybody = commitBy(...round.cell);
    round.certify(everybody, ...round.others);
    expect(firstOf(round.effects, "adopt").commit.record.hash).toBe(everybody.record.hash);
  });
});
