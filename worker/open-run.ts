/** From what a visitor chose to everything that a run needs: dataset, plan, first state. */
import { hashOf } from "../shared/core/hash.ts";
import { type OpenedDataset, openDataset } from "../shared/data/detect.ts";
import { generateStories } from "../shared/data/stories.ts";
import { STORIES_NAME } from "../shared/data/story-name.ts";
import { initialParameters } from "../shared/model/init.ts";
import { createModel } from "../shared/model/spec.ts";
import type { TrainingState } from "../shared/ports/engine.ts";
import { blockSizeOf, defaultModelName, type ModelName, runDefaults } from "../shared/training/defaults.ts";
import type { RunPlan } from "../shared/training/run-plan.ts";
import type { RunDescription } from "./api.ts";
import type { StoredFile } from "./storage/checkpoint-store.ts";

/** Shorter texts are learned by heart by a larger model before it learns anything else. */
const NANO_TEXT_BYTES = 300_000;

export interface OpenedRun {
  readonly dataset: OpenedDataset;
  readonly description: RunDescription;
}

/** @param files the visitor's files; null for the built-in stories. @throws DataError with advice when they cannot be learned */
export function openRunData(files: readonly StoredFile[] | null): {
  dataset: OpenedDataset;
  dataName: string;
  modelName: ModelName;
} {
  if (!files) {
    const stories = new TextEncoder().encode(generateStories());
    const dataset = openDataset([{ name: "stories.txt", bytes: stories }], {
      blockSize: blockSizeOf("gpt:nano"),
    });
    return { dataset, dataName: STORIES_NAME, modelName: "gpt:nano" };
  }
  const size = files.reduce((sum, file) => sum + file.bytes.length, 0);
  const textModel = size < NANO_TEXT_BYTES ? "gpt:nano" : "gpt:micro";
  const dataset = openDataset(files, { blockSize: blockSizeOf(textModel) });
  const modelName = dataset.task.kind === "text" ? textModel : defaultModelName(dataset.task.kind);
  return { dataset, dataName: files.map((file) => file.name).join(" and "), modelName };
}

/** A run without an end: the visitor stops it. */
export function planRun(dataset: OpenedDataset, modelName: ModelName, seed: string): RunPlan {
  const { model, optimizer, batchSize, learningRate, warmupSteps } = runDefaults(dataset.task, modelName);
  const schedule = {
    kind: "stable",
    peak: learningRate,
    warmupSteps,
    stepCount: Number.MAX_SAFE_INTEGER,
    decaySteps: 1,
    finalShare: 0.1,
  } as const;
  return { model, optimizer, batchSize, schedule, seed };
}

/** θ before the first step. */
export function firstState(plan: RunPlan): TrainingState {
  const parameters = initialParameters(createModel(plan.model).layout, plan.seed);
  return { parameters, optimizerState: new Float32Array(0), step: 0 };
}

export function describeRun(
  dataset: OpenedDataset,
  dataName: string,
  modelName: ModelName,
  plan: RunPlan,
): RunDescription {
  const { parameterCount } = createModel(plan.model).layout;
  const lossUnit = lossUnitOf(dataset);
  return { dataName, modelName: modelName.replace(":", " "), parameterCount, unit: dataset.unit, lossUnit };
}

function lossUnitOf({ task }: OpenedDataset): RunDescription["lossUnit"] {
  if (task.kind === "text") return "nats per token";
  if (task.kind === "images") return "nats per image";
  return task.output.kind === "classes" ? "nats per row" : "squared deviations";
}

/** A seed that nobody has used: 16 random bytes in hexadecimal. */
export function freshSeed(): string {
  return hashOf(crypto.getRandomValues(new Uint8Array(16))).slice(0, 32);
}
