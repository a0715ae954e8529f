import { beforeAll, describe, expect, test } from "vitest";
import { DeviceLostError } from "../../../shared/core/errors.ts";
import { openDataset, type OpenedDataset } from "../../../shared/data/detect.ts";
import type { Engine } from "../../../shared/ports/engine.ts";
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import { type LocalRound, thetaHash, trainRound } from "../../../shared/training/local-round.ts";
import { genesisParameters } from "../../../shared/training/project-plan.ts";
import { referenceRunner } from "../../../shared/training/reference-runner.ts";
import { type ReplayJob, RoundReplay } from "../../../shared/training/replay-round.ts";
import { smallPlan, storyBytes } from "../../support/project-fixtures.ts";

const PLAN = smallPlan();
const STEPS = 7;
const WINDOW_STEPS = 3;
const ROUND: LocalRound = {
  project: "a".repeat(64),
  round: 3,
  device: "b".repeat(64),
  parameters: genesisParameters(PLAN),
  progress: 12,
};
const JOB: ReplayJob = { ...ROUND, steps: STEPS, windowSteps: WINDOW_STEPS };

let dataset: OpenedDataset;
/** What the trainer signed. */
let states: readonly string[];
beforeAll(async () => {
  dataset = openDataset([{ name: "stories.txt", bytes: storyBytes(100_000) }], { blockSize: 8 });
  const hooks = { shouldStop: (taken: number) => taken >= STEPS, windowSteps: WINDOW_STEPS };
  ({ states } = await trainRound(await openEngine(), PLAN, dataset, ROUND, hooks));
});

const openEngine = () => createHostEngine(PLAN, referenceRunner);
const replayOf = (job: Partial<ReplayJob> = {}) => new RoundReplay(PLAN, dataset, { ...JOB, ...job });
const atOnce = () => false;
const afterEachStep = () => true;

/** Names of θ wherever a window ended. */
async function statesOf(
  replay: RoundReplay,
  shouldPause: () => boolean,
  nextEngine: () => Promise<Engine>,
): Promise<readonly string[]> {
  const found: string[] = [];
  while (!replay.isDone) {
    await replay.advance(await nextEngine(), shouldPause);
    if (replay.isAtWindow) found.push(thetaHash(replay.parameters));
  }
  return found;
}

describe("a replay", () => {
  test("of whole windows ends in every state of the round, bit for bit", async () => {
    const engine = await openEngine();
    expect(await statesOf(replayOf(), atOnce, async () => engine)).toEqual(states);
    expect(states).toHaveLength(3);
  });

  test("in pieces of one step is the same, on an engine that does other work in between", async () => {
    const engine = await openEngine();
    const otherRound = { ...ROUND, round: 9 };
    const found = await statesOf(replayOf(), afterEachStep, async () => {
      await trainRound(engine, PLAN, dataset, otherRound, { shouldStop: () => true });
      return engine;
    });
    expect(found).toEqual(states);
  });

  test("in pieces is the same on another engine each time", async () => {
    expect(await statesOf(replayOf(), afterEachStep, openEngine)).toEqual(states);
  });

  test("may take turns with other replays on one engine", async () => {
    const engine = await openEngine();
    const other = replayOf({ device: "c".repeat(64) });
    const found = await statesOf(replayOf(), afterEachStep, async () => {
      if (!other.isDone) await other.advance(engine, afterEachStep);
      return engine;
    });
    expect(found).toEqual(states);
    expect(thetaHash(other.parameters)).not.toBe(states.at(-1));
  });

  test("of other work parts from it in the first window", async () => {
    for (const job of [
      { device: "c".repeat(64) },
      { round: 4 },
      { parameters: genesisParameters({ ...PLAN, seed: "other" }) },
      { project: "d".repeat(64) },
    ]) {
      const replay = replayOf(job);
      await replay.advance(await openEngine(), atOnce);
      expect(thetaHash(replay.parameters)).not.toBe(states[0]);
    }
  });

  test("stops at the end of a window, and knows that it is there", async () => {
    const engine = await openEngine();
    const replay = replayOf();
    expect([replay.steps, replay.isAtWindow, replay.isDone]).toEqual([0, false, false]);
    expect(thetaHash(replay.parameters)).toBe(thetaHash(ROUND.parameters));
    const seen: unknown[] = [];
    while (!replay.isDone) {
      await replay.advance(engine, atOnce);
      seen.push([replay.steps, replay.isAtWindow, replay.isDone]);
    }
    expect(seen).toEqual([
      [3, true, false],
      [6, true, false],
      [7, true, true],
    ]);
  });

  test("that pauses within a window is at none", async () => {
    const engine = await openEngine();
    const replay = replayOf();
    const seen: unknown[] = [];
    while (!replay.isDone) {
      await replay.advance(engine, afterEachStep);
      seen.push(replay.isAtWindow);
    }
    expect(seen).toEqual([false, false, true, false, false, true, true]);
  });

  test("of fewer steps than a window has one, at its end", async () => {
    const replay = replayOf({ steps: 2 });
    await replay.advance(await openEngine(), atOnce);
    expect([replay.steps, replay.isAtWindow, replay.isDone]).toEqual([2, true, true]);
  });

  test("leaves θ of the head as it was", async () => {
    const parameters = ROUND.parameters.slice();
    await statesOf(replayOf({ parameters }), atOnce, openEngine);
    expect(thetaHash(parameters)).toBe(thetaHash(ROUND.parameters));
  });
});

describe("an engine that breaks", () => {
  /** Fails in its n-th step. */
  async function breaking(step: number): Promise<Engine> {
    const engine = await openEngine();
    let taken = 0;
    return {
      read: () => engine.read(),
      write: (state) => engine.write(state),
      step: async (batch, learningRate) => {
        if (++taken === step) throw new DeviceLostError("gone");
        return engine.step(batch, learningRate);
      },
    } as Partial<Engine> as Engine;
  }

  test.each([1, 2, 3])(
    "in step %i costs that window, and another one goes on from where it was",
    async (step) => {
      const replay = replayOf();
      await replay.advance(await openEngine(), atOnce);
      await expect(replay.advance(await breaking(step), atOnce)).rejects.toBeInstanceOf(DeviceLostError);
      expect([replay.steps, thetaHash(replay.parameters)]).toEqual([WINDOW_STEPS, states[0]]);
      expect(await statesOf(replay, atOnce, openEngine)).toEqual(states.slice(1));
    },
  );

  test("before the first window is as if nothing had been", async () => {
    const replay = replayOf();
    await expect(replay.advance(await breaking(2), atOnce)).rejects.toBeInstanceOf(DeviceLostError);
    expect([replay.steps, replay.isAtWindow]).toEqual([0, false]);
    expect(await statesOf(replay, atOnce, openEngine)).toEqual(states);
  });
});
