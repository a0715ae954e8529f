import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Dataset } from "../../../shared/data/dataset.ts";
import { muonSpec } from "../../../shared/optimizer/optimizer-spec.ts";
import { learningRateAt } from "../../../shared/optimizer/schedule.ts";
import type { Batch, Engine } from "../../../shared/ports/engine.ts";
import { batchAt, type RunPlan, trainStep } from "../../../shared/training/run-plan.ts";

/** A dataset whose batches say which samples are in them. */
function numberedDataset(trainCount: number): Dataset {
  return {
    task: {
      kind: "table",
      numericCount: 1,
      categoricalCount: 0,
      categoryCount: 0,
      output: { kind: "numbers", count: 1 },
    },
    unit: "rows",
    unitsPerSample: 1,
    sampleCount: (split) => (split === "train" ? trainCount : 0),
    batch: (split, indices): Batch => {
      expect(split).toBe("train");
      return {
        targets: { elementType: "int32", shape: [indices.length], data: Int32Array.from(indices) },
      };
    },
  };
}

function planOf(batchSize: number, seed = "a"): RunPlan {
  return {
    model: {
      kind: "mlp",
      numericCount: 1,
      categoricalCount: 0,
      categoryCount: 0,
      hiddenWidths: [4],
      output: { kind: "numbers", count: 1 },
    },
    optimizer: muonSpec(),
    batchSize,
    schedule: { kind: "cosine", peak: 0.1, warmupSteps: 2, stepCount: 10, finalShare: 0.1 },
    seed,
  };
}

const samplesAt = (plan: RunPlan, dataset: Dataset, step: number) => [
  ...batchAt(plan, dataset, step)["targets"]!.data,
];

const firstSamples = (plan: RunPlan, dataset: Dataset, stepCount: number) =>
  Array.from({ length: stepCount }, (_, step) => samplesAt(plan, dataset, step)).flat();

test("every sample comes once per epoch, also where an epoch ends inside a batch", () => {
  const size = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(size, size, fc.string(), (count, batchSize, seed) => {
      const samples = firstSamples(
        planOf(batchSize, seed),
        numberedDataset(count),
        Math.ceil((3 * count) / batchSize),
      );
      for (let epoch = 0; epoch < 3; epoch++)
        expect(samples.slice(epoch * count, (epoch + 1) * count).toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: count }, (_, index) => index),
        );
    }),
    { numRuns: 30 },
  );
});

test("the batch of a step depends on plan and step alone", () => {
  const [first, again] = [numberedDataset(100), numberedDataset(100)];
  const inOrder = Array.from({ length: 20 }, (_, step) => samplesAt(planOf(8), first, step));
  for (let step = 19; step >= 0; step--) expect(samplesAt(planOf(8), again, step)).toEqual(inOrder[step]);
});

test("every epoch and every seed has an order of its own", () => {
  const dataset = numberedDataset(64);
  const [firstEpoch, secondEpoch] = [0, 1].map((epoch) => samplesAt(planOf(64), dataset, epoch));
  expect(firstEpoch).not.toEqual(secondEpoch);
  expect(samplesAt(planOf(64, "b"), dataset, 0)).not.toEqual(firstEpoch);
});

test("a step trains on its batch at its learning rate", async () => {
  const steps: unknown[] = [];
  const engine = {
    step: async (batch: Batch, learningRate: number) => {
      steps.push([...batch["targets"]!.data], learningRate);
      return 0.25;
    },
  } as Partial<Engine> as Engine;
  const plan = planOf(8);
  expect(await trainStep(engine, plan, numberedDataset(100), 5)).toBe(0.25);
  expect(steps).toEqual([samplesAt(plan, numberedDataset(100), 5), learningRateAt(plan.schedule, 5)]);
});
