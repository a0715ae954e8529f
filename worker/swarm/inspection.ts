/** What uses the engine between heads, besides training: checks of others' work, and when due what the model writes now and its loss on what nobody trains on. */
import type { OpenedDataset } from "../../shared/data/detect.ts";
import type { Engine } from "../../shared/ports/engine.ts";
import type { RoundJob } from "../../shared/ports/round-trainer.ts";
import { evaluateOn } from "../../shared/training/evaluate.ts";
import type { ProjectPlan } from "../../shared/training/project-plan.ts";
import type { TrainerEvent } from "../api.ts";
import { createRhythm } from "../rhythm.ts";
import { createSampler } from "../sampler.ts";
import type { EngineReplayer } from "./engine-replayer.ts";

/** Samples per evaluation: enough for two digits of the loss. */
const EVALUATION_SAMPLES = 96;

export interface InspectionOptions {
  readonly nowMs: () => number;
  readonly dataset: OpenedDataset;
  readonly plan: ProjectPlan;
  readonly replayer: EngineReplayer;
  /** Whether this engine computes in the exact profile, so that replays can use it. */
  readonly isExact: () => boolean;
  readonly emit: (event: TrainerEvent) => void;
  readonly onHeldOut: (step: number, loss: number) => void;
}

/** To be called with the head's θ in the engine, before a round trains on it. */
export function createInspection(options: InspectionOptions) {
  const { nowMs, dataset, plan, replayer, isExact, emit, onHeldOut } = options;
  const rhythm = createRhythm(nowMs);
  return async (job: RoundJob, engine: Engine, shouldStop: () => boolean): Promise<void> => {
    const { progress: step, parameters } = job;
    if (step > 0) {
      // Nothing is learned before, and people wait for the first step.
      await rhythm.whenDue("sample", async () => {
        const sample = await createSampler(dataset, plan, { nowMs, shouldStop })(engine);
        if (!shouldStop()) emit({ kind: "sample", step, sample });
      });
      await rhythm.whenDue("evaluation", async () => {
        const bounds = { batchSize: plan.batchSize, maxSamples: EVALUATION_SAMPLES, shouldStop };
        const { loss, accuracy, sampleCount } = await evaluateOn(engine, dataset, bounds);
        if (sampleCount === 0 || shouldStop()) return;
        onHeldOut(step, loss);
        emit({ kind: "evaluation", step, loss, accuracy });
      });
    }
    if (!replayer.hasWork || !isExact()) return;
    await replayer.spend(engine, shouldStop);
    await engine.write({ parameters, optimizerState: new Float32Array(0), step: 0 });
  };
}
