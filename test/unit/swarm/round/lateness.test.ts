import { expect, test } from "vitest";
import { learnLateness, NO_LATENESS, type Lateness } from "../../../../shared/swarm/round/lateness.ts";
import { cellOf, ROUND_MS, TestRound } from "./round-fixture.ts";

const LATE = new TestRound(cellOf(3)).state;
const IN_TIME = (() => {
  const round = new TestRound(cellOf(3));
  round.train();
  return round.state;
})();
const WATCHING = new TestRound(cellOf(3), undefined, { isContributing: false }).state;

const after = (states: readonly (typeof LATE)[]): number[] => {
  const handicaps: number[] = [];
  states.reduce<Lateness>((before, state) => {
    const learned = learnLateness(state, before);
    handicaps.push(learned.handicapMs);
    return learned;
  }, NO_LATENESS);
  return handicaps;
};

test("a peer that rounds are decided without ends its training sooner and sooner, up to half of a round", () => {
  expect(after([LATE, LATE, LATE])).toEqual([250, 500, 1_000]);
  expect(after(Array.from({ length: 20 }, () => LATE)).at(-1)).toBe(ROUND_MS / 2);
});

test("and later again when it is in time", () => {
  expect(after([LATE, LATE, LATE, IN_TIME, IN_TIME, IN_TIME])).toEqual([250, 500, 1_000, 500, 250, 0]);
});

test("a peer that only watches is never late", () => {
  expect(after([WATCHING, WATCHING])).toEqual([0, 0]);
});
