import { describe, expect, it } from "vitest";
import { milestonesAfter, NO_MILESTONES } from "../../../web/run/milestones.ts";
import type { RunEvent } from "../../../web/run/run-state.ts";
import type { SwarmView } from "../../../worker/swarm/swarm-view.ts";
import { ALONE, PROJECT, TOGETHER } from "../../support/swarm-views.ts";

const NOW_MS = 1_700_000_000_000;
const STARTING: RunEvent = { kind: "starting", source: "project" };
const STEP: RunEvent = { kind: "progress", step: 1, loss: 4, unitsPerSecond: 100, stepMs: 5 };
const DESCRIBED: RunEvent = {
  kind: "described",
  run: {
    dataName: "Stories",
    modelName: "gpt nano",
    parameterCount: 106_880,
    unit: "tokens",
    lossUnit: "nats per token",
  },
  project: PROJECT,
};

/** Each event a second after the one before. */
const play = (...events: readonly RunEvent[]) =>
  events.reduce(
    (milestones, event, index) => milestonesAfter(milestones, event, NOW_MS + index * 1000),
    NO_MILESTONES,
  );

const swarmWith = (part: Partial<SwarmView>): RunEvent => ({ kind: "swarm", swarm: { ...ALONE, ...part } });

/** A round of one, in which this tab's work weighed so much. */
const roundOf = (weight: number, device = ALONE.device) =>
  swarmWith({
    lastRound: { round: 1, hash: TOGETHER.head.hash, contributions: [{ device, weight, steps: 9 }] },
  });

describe("milestones", () => {
  it("are reached one after the other, each with the time since Start", () => {
    expect(play(STARTING, DESCRIBED, STEP, { kind: "swarm", swarm: TOGETHER }, roundOf(3))).toEqual({
      startedAtMs: NOW_MS,
      project: 1000,
      step: 2000,
      others: 3000,
      accepted: expect.any(Number) as number,
    });
  });

  it("are reached once", () => {
    expect(play(STARTING, STEP, STEP, STEP).step).toBe(1000);
  });

  it("do not count a round without own work, nor one that refused it", () => {
    expect(play(STARTING, roundOf(3, TOGETHER.peers[0]!.device)).accepted).toBeNull();
    expect(play(STARTING, roundOf(0)).accepted).toBeNull();
    expect(play(STARTING, roundOf(0), roundOf(3)).accepted).toBe(2000);
  });

  it("begin again with another start", () => {
    expect(play(STARTING, STEP, STARTING)).toEqual({ ...NO_MILESTONES, startedAtMs: NOW_MS + 2000 });
  });

  it("are not reached before a start", () => {
    expect(play(STEP, roundOf(3))).toBe(NO_MILESTONES);
  });
});
