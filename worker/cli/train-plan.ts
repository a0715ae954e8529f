/** Options → plan: what nobody chose comes from the defaults. */
import type { OpenedDataset } from "../../shared/data/detect.ts";
import { adamwSpec } from "../../shared/optimizer/optimizer-spec.ts";
import { adamwLearningRate, type ModelName, runDefaults } from "../../shared/training/defaults.ts";
import type { RunPlan } from "../../shared/training/run-plan.ts";
import type { TrainOptions } from "./train-options.ts";

const DEFAULT_STEPS = 2000;
/** The cosine ends at a tenth of the peak, as nanoGPT's does. */
export const FINAL_SHARE = 0.1;

/** @throws ModelSpecError when the model cannot learn this kind of data */
export function planFromOptions(
  dataset: OpenedDataset,
  modelName: ModelName,
  options: TrainOptions,
): RunPlan {
  const defaults = runDefaults(dataset.task, modelName);
  const isAdamw = options.optimizer === "adamw";
  const batchSize = Math.min(options.batch ?? defaults.batchSize, dataset.sampleCount("train"));
  const stepCount =
    options.epochs === undefined
      ? (options.steps ?? DEFAULT_STEPS)
      : Math.ceil((options.epochs * dataset.sampleCount("train")) / batchSize);
  return {
    model: defaults.model,
    optimizer: isAdamw ? adamwSpec() : defaults.optimizer,
    batchSize,
    schedule: {
      kind: "cosine",
      peak: options.lr ?? (isAdamw ? adamwLearningRate(modelName) : defaults.learningRate),
      warmupSteps: Math.min(defaults.warmupSteps, Math.floor(stepCount / 10)),
      stepCount,
      finalShare: FINAL_SHARE,
    },
    seed: options.seed,
  };
}
