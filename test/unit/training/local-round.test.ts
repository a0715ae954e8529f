import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { fromHex } from "../../../shared/core/bytes.ts";
import { hashOf } from "../../../shared/core/hash.ts";
import { STATE_HASHES } from "../../../shared/core/state-hashes.ts";
import { openDataset, type OpenedDataset } from "../../../shared/data/detect.ts";
import { learningRateAt } from "../../../shared/optimizer/schedule.ts";
import type { Batch, Engine, TrainingState } from "../../../shared/ports/engine.ts";
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import {
  type LocalRound,
  roundBatchAt,
  roundLearningRateAt,
  thetaHash,
  trainRound,
} from "../../../shared/training/local-round.ts";
import { genesisParameters } from "../../../shared/training/project-plan.ts";
import { referenceRunner } from "../../../shared/training/reference-runner.ts";
import { windowCount } from "../../../shared/training/windows.ts";
import { smallPlan, storyBytes } from "../../support/project-fixtures.ts";

const plan = smallPlan();
const STEPS = 7;

let dataset: OpenedDataset;
beforeAll(() => {
  dataset = openDataset([{ name: "stories.txt", bytes: storyBytes(100_000) }], { blockSize: 8 });
});

const job = (overrides: Partial<LocalRound> = {}): LocalRound => ({
  project: "a".repeat(64),
  round: 3,
  device: "b".repeat(64),
  parameters: genesisParameters(plan),
  progress: 12,
  ...overrides,
});

const openEngine = () => createHostEngine(plan, referenceRunner);

async function train(work: LocalRound, steps = STEPS, engine?: Engine) {
  return trainRound(engine ?? (await openEngine()), plan, dataset, work, {
    shouldStop: (taken) => taken >= steps,
  });
}

describe("a round", () => {
  test("is a function of public facts: whoever replays it gets the same bits", async () => {
    const first = await train(job());
    const replay = await train(job());
    expect(hashOf(replay.delta)).toBe(hashOf(first.delta));
    expect(replay).toEqual(first);
    expect(first.delta.some((value) => value !== 0)).toBe(true);
  });

  test("does not depend on what the engine did before: the optimiser starts from zero", async () => {
    const engine = await openEngine();
    const before = await train(job(), STEPS, engine);
    await train(job({ round: 4 }), 3, engine);
    const again = await train(job(), STEPS, engine);
    expect(hashOf(again.delta)).toBe(hashOf(before.delta));
  });

  test.for([
    ["device", { device: "c".repeat(64) }],
    ["round", { round: 4 }],
    ["project", { project: "d".repeat(64) }],
    ["θ", { parameters: genesisParameters({ ...plan, seed: "other" }) }],
  ] as const)("of another %s gives another update", async ([, other]) => {
    const [mine, theirs] = [await train(job(), 2), await train(job(other), 2)];
    expect(hashOf(theirs.delta)).not.toBe(hashOf(mine.delta));
  });

  test("counts steps and tokens, and averages the loss", async () => {
    const losses: number[] = [];
    const work = job();
    const result = await trainRound(await openEngine(), plan, dataset, work, {
      shouldStop: (steps) => steps >= 3,
      onStep: (_steps, loss) => void losses.push(loss),
    });
    expect(result).toMatchObject({ steps: 3, tokens: 3 * plan.batchSize * 8 });
    expect(result.loss).toBeCloseTo(losses.reduce((sum, loss) => sum + loss) / 3, 12);
    expect(hashOf(work.parameters)).toBe(hashOf(genesisParameters(plan)));
  });

  test("ends in θ of its start minus θ of its end", async () => {
    const engine = await openEngine();
    const { delta } = await train(job(), 2, engine);
    const { parameters } = await engine.read();
    expect(hashOf(delta)).toBe(hashOf(job().parameters.map((value, index) => value - parameters[index]!)));
  });

  test("takes a step even when it is stopped before the first", async () => {
    expect((await train(job(), 0)).steps).toBe(1);
  });

  test("is refused when its result is not finite", async () => {
    const engine = {
      write: async () => undefined,
      step: async () => 1,
      read: async (): Promise<TrainingState> => {
        const parameters = genesisParameters(plan);
        parameters[17] = Number.NaN;
        return { parameters, optimizerState: new Float32Array(0), step: 1 };
      },
    } as Partial<Engine> as Engine;
    await expect(train(job(), 1, engine)).rejects.toMatchObject({ name: "NonFiniteError" });
  });
});

describe("the states of a round", () => {
  /** Names of θ after each of these numbers of steps. */
  const statesAfter = async (...counts: readonly number[]) =>
    Promise.all(
      counts.map(async (count) => {
        const engine = await openEngine();
        await train(job(), count, engine);
        return thetaHash((await engine.read()).parameters);
      }),
    );
  const trainWindows = async (steps: number, windowSteps: number) =>
    trainRound(await openEngine(), plan, dataset, job(), {
      shouldStop: (taken) => taken >= steps,
      windowSteps,
    });

  test.each([
    ["whole windows", 6, 2, [2, 4, 6]],
    ["a last window that is shorter", 7, 3, [3, 6, 7]],
    ["a single window that is not full", 2, 5, [2]],
    ["a window for every step", 3, 1, [1, 2, 3]],
  ])("name θ after every window: %s", async (_, steps, windowSteps, counts) => {
    const { states } = await trainWindows(steps, windowSteps);
    expect(states).toEqual(await statesAfter(...counts));
    expect(states).toHaveLength(windowCount(steps, windowSteps * STATE_HASHES));
  });

  test("change nothing in what is computed", async () => {
    const plain = await train(job());
    const hashed = await trainWindows(STEPS, 2);
    expect(hashed.states).toHaveLength(4);
    expect({ ...hashed, states: [] }).toEqual(plain);
  });

  test("are not asked for where an engine's bits are its own", async () => {
    expect((await trainWindows(STEPS, 0)).states).toEqual([]);
    expect((await train(job())).states).toEqual([]);
  });

  test("are SHA-256 of little-endian float32", () => {
    expect(thetaHash(Float32Array.of(1, -2))).toBe(hashOf(fromHex("0000803f000000c0")));
  });

  test("of a round that was stopped early end with its last step", async () => {
    let isStopped = false;
    const { steps, states } = await trainRound(await openEngine(), plan, dataset, job(), {
      shouldStop: () => isStopped,
      onStep: (taken) => void (isStopped = taken === 4),
      windowSteps: 3,
    });
    expect(steps).toBe(4);
    expect(states).toEqual(await statesAfter(3, 4));
  });
});

describe("the batches of a round", () => {
  const starts = (batch: Batch) => hashOf(batch["tokens"]!.data);

  test("do not repeat a sample until all were seen", () => {
    const table = openDataset([{ name: "t.csv", bytes: new TextEncoder().encode(rows(60)) }], {
      target: "y",
    });
    const count = table.sampleCount("train");
    const work = job();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (round) => {
        const seen = new Set<number>();
        const single = { ...plan, batchSize: 1 };
        for (let step = 0; step < count; step++)
          seen.add(roundBatchAt(single, table, { ...work, round }, step)["features"]!.data[0]!);
        expect(seen.size).toBe(count);
      }),
      { numRuns: 10 },
    );
  });

  test("can be computed for any step alone, and differ between steps, rounds and devices", () => {
    const fifth = starts(roundBatchAt(plan, dataset, job(), 5));
    expect(starts(roundBatchAt(plan, dataset, job(), 5))).toBe(fifth);
    const others = [
      roundBatchAt(plan, dataset, job(), 6),
      roundBatchAt(plan, dataset, job({ round: 4 }), 5),
      roundBatchAt(plan, dataset, job({ device: "c".repeat(64) }), 5),
    ].map(starts);
    expect(new Set([fifth, ...others]).size).toBe(4);
  });
});

test("the learning rate follows the head's progress, below it in the round's first five steps", () => {
  const cosine = { kind: "cosine", peak: 0.1, warmupSteps: 0, stepCount: 100, finalShare: 0.1 } as const;
  const cosinePlan = smallPlan({ schedule: cosine });
  const shares = Array.from(
    { length: 8 },
    (_, step) => roundLearningRateAt(cosinePlan, 40, step) / learningRateAt(cosine, 40 + step),
  );
  [1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1, 1, 1].forEach((share, step) =>
    expect(shares[step]).toBeCloseTo(share, 12),
  );
});

/** A table whose column x tells the rows apart. */
function rows(count: number): string {
  return `x,y\n${Array.from({ length: count }, (_, row) => `${((row * 37) % 101) + 0.5},${row % 3}`).join("\n")}\n`;
}
