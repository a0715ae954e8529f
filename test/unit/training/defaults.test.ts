import { describe, expect, test } from "vitest";
import type { Task } from "../../../shared/data/dataset.ts";
import { createModel } from "../../../shared/model/spec.ts";
import {
  adamwLearningRate,
  blockSizeOf,
  defaultModelName,
  MODEL_NAMES,
  runDefaults,
} from "../../../shared/training/defaults.ts";

const TEXT: Task = { kind: "text", vocabularySize: 65, blockSize: 64 };
const TABLE: Task = {
  kind: "table",
  numericCount: 6,
  categoricalCount: 2,
  categoryCount: 9,
  output: { kind: "classes", count: 2 },
};
const IMAGES: Task = { kind: "images", height: 28, width: 28, channels: 1, classCount: 10 };
const TASKS = [TEXT, TABLE, IMAGES];

/** Which models can learn what. */
const FITS = { text: ["gpt:nano", "gpt:micro", "gpt:mini"], table: ["mlp"], images: ["cnn"] };

describe.for(TASKS)("a run on $kind", (task) => {
  test("by default gets a model of the data's sizes that can be built", () => {
    const { model } = runDefaults(task, defaultModelName(task.kind));
    const { kind: _, blockSize: __, ...sizes } = { blockSize: 0, ...task };
    expect(model).toMatchObject(sizes);
    expect(createModel(model).layout.parameterCount).toBeGreaterThan(1000);
  });

  test.for(MODEL_NAMES)("takes or refuses %s", (name) => {
    if (FITS[task.kind].includes(name)) {
      const { batchSize, learningRate, warmupSteps, optimizer } = runDefaults(task, name);
      expect(batchSize).toBeGreaterThanOrEqual(1);
      expect(learningRate).toBeGreaterThan(0);
      expect(warmupSteps).toBeGreaterThanOrEqual(0);
      expect(optimizer.kind).toBe("muon");
    } else {
      expect(() => runDefaults(task, name)).toThrow(
        expect.objectContaining({
          name: "ModelSpecError",
          message: expect.stringContaining(defaultModelName(task.kind)) as string,
        }),
      );
    }
  });
});

test("the sizes of gpt read as many tokens as their names promise", () => {
  expect(["gpt:nano", "gpt:micro", "gpt:mini"].map((name) => blockSizeOf(name as "gpt:nano"))).toEqual([
    64, 64, 256,
  ]);
});

test("AdamW has a rate of its own for every model", () => {
  for (const name of MODEL_NAMES) expect(adamwLearningRate(name)).toBeGreaterThan(0);
});
