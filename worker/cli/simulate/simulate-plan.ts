/** Options → what the swarm trains: the project's defaults, with the schedule of a run whose length is known. */
import type { OpenedDataset } from "../../../shared/data/detect.ts";
import { planProject } from "../../../shared/project/plan-project.ts";
import { type ModelName, runDefaults } from "../../../shared/training/defaults.ts";
import type { ProjectPlan } from "../../../shared/training/project-plan.ts";
import { FINAL_SHARE } from "../train-plan.ts";
import type { SimulateOptions } from "./simulate-options.ts";

/** Virtual time, so its length costs nothing; as long as a project of ordinary tabs would choose. */
const ROUND_MS = 30_000;
/** Peers learn of a head some messages apart. With steps longer than that, stopping together means the same number of steps. */
const SHORTEST_STEP_MS = 500;

/** @throws ModelSpecError when the model cannot learn this kind of data */
export function simulatedPlan(
  dataset: OpenedDataset,
  modelName: ModelName,
  options: Pick<SimulateOptions, "rounds" | "localSteps" | "lr" | "codec" | "seed">,
): ProjectPlan {
  const { rounds, localSteps, lr, codec, seed } = options;
  return planProject(dataset, modelName, seed, {
    codec,
    rules: { roundMs: Math.max(ROUND_MS, localSteps * SHORTEST_STEP_MS), maxSteps: localSteps },
    schedule: {
      kind: "cosine",
      peak: lr ?? runDefaults(dataset.task, modelName).learningRate,
      warmupSteps: 0, // every round has its own
      stepCount: rounds * localSteps,
      finalShare: FINAL_SHARE,
    },
  });
}
