import { describe, expect, test } from "vitest";
import type { Dataset } from "../../../shared/data/dataset.ts";
import type { Batch, Engine, Evaluation } from "../../../shared/ports/engine.ts";
import { evaluateOn, indexOfLargest } from "../../../shared/training/evaluate.ts";

/** Held-out samples 0, 1, …; sample n has class n mod 3, or the number n. */
function datasetOf(testCount: number, answer: "classes" | "numbers"): Dataset {
  return {
    task: {
      kind: "table",
      numericCount: 1,
      categoricalCount: 0,
      categoryCount: 0,
      output: answer === "classes" ? { kind: "classes", count: 3 } : { kind: "numbers", count: 1 },
    },
    unit: "rows",
    unitsPerSample: 1,
    sampleCount: (split) => (split === "test" ? testCount : 0),
    batch: (split, indices): Batch => {
      expect(split).toBe("test");
      const features = {
        elementType: "float32" as const,
        shape: [indices.length, 1],
        data: Float32Array.from(indices),
      };
      const targets =
        answer === "classes"
          ? {
              elementType: "int32" as const,
              shape: [indices.length],
              data: Int32Array.from(indices, (index) => index % 3),
            }
          : features;
      return { features, targets };
    },
  };
}

/** Answers each sample by itself and keeps what it was asked, batch by batch. */
function engineOf(answer: (sample: number) => { loss: number; prediction: readonly number[] }) {
  const asked: number[][] = [];
  const engine = {
    evaluate: async (batch: Batch): Promise<Evaluation> => {
      const samples = [...batch["features"]!.data];
      asked.push(samples);
      const answers = samples.map(answer);
      return {
        losses: Float32Array.from(answers, ({ loss }) => loss),
        prediction: Float32Array.from(answers.flatMap(({ prediction }) => prediction)),
      };
    },
  } as Partial<Engine> as Engine;
  return { engine, asked };
}

/** Says class 0 always; the loss is the number of the sample. */
const alwaysFirst = () => engineOf((sample) => ({ loss: sample, prediction: [1, 0, 0] }));

describe("measuring on the held-out part", () => {
  test("gives mean loss and share of right classes over all samples, also of a shorter last batch", async () => {
    const { engine, asked } = alwaysFirst();
    const result = await evaluateOn(engine, datasetOf(10, "classes"), { batchSize: 4, maxSamples: Infinity });
    expect(result).toEqual({ loss: 4.5, accuracy: 0.4, absoluteError: null, sampleCount: 10 });
    expect(asked).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
  });

  test("gives the mean absolute error where the answer is a number", async () => {
    const { engine } = engineOf((sample) => ({
      loss: 1,
      prediction: [sample + (sample % 2 === 0 ? 0.5 : -1)],
    }));
    const result = await evaluateOn(engine, datasetOf(8, "numbers"), { batchSize: 3, maxSamples: Infinity });
    expect(result).toEqual({ loss: 1, accuracy: null, absoluteError: 0.75, sampleCount: 8 });
  });

  test("takes fewer samples evenly from the whole part", async () => {
    const { engine, asked } = alwaysFirst();
    const dataset = datasetOf(100, "classes");
    const { sampleCount } = await evaluateOn(engine, dataset, { batchSize: 2, maxSamples: 5 });
    expect(sampleCount).toBe(5);
    expect(asked.flat()).toEqual([0, 20, 40, 60, 80]);
  });

  test("takes every sample once when it may take more than there are", async () => {
    const { engine, asked } = alwaysFirst();
    await evaluateOn(engine, datasetOf(7, "classes"), { batchSize: 5, maxSamples: 1000 });
    expect(asked.flat()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test("stops between batches when it should, and measures what it has", async () => {
    const { engine, asked } = alwaysFirst();
    const dataset = datasetOf(100, "classes");
    const result = await evaluateOn(engine, dataset, {
      batchSize: 4,
      maxSamples: Infinity,
      shouldStop: () => asked.length === 2,
    });
    expect(asked).toHaveLength(2);
    expect(result).toMatchObject({ loss: 3.5, sampleCount: 8 });
  });
});

test("the first of equally large values wins", () => {
  expect(indexOfLargest([1, 3, 2])).toBe(1);
  expect(indexOfLargest([2, 3, 3])).toBe(1);
  expect(indexOfLargest([-1])).toBe(0);
  expect(indexOfLargest([0, 0, 0])).toBe(0);
});
