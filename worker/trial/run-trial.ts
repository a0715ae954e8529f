/** Twenty steps of a project that does not exist yet, on the engine that would train it. Nothing is kept, and nobody hears of it. */
import { codecNamed } from "../../shared/compression/codecs.ts";
import { must } from "../../shared/core/assert.ts";
import { hashOf } from "../../shared/core/hash.ts";
import { DataError } from "../../shared/data/data-error.ts";
import type { OpenedDataset } from "../../shared/data/detect.ts";
import { createModel } from "../../shared/model/spec.ts";
import { largestTensor, MAX_TENSOR_VALUES } from "../../shared/project/memory-limit.ts";
import { judgeTrial, trainingChange, TRIAL_STEPS } from "../../shared/project/trial.ts";
import { evaluateOn } from "../../shared/training/evaluate.ts";
import { genesisParameters, type ProjectPlan } from "../../shared/training/project-plan.ts";
import { stepMemoryBytes } from "../../shared/training/step-memory.ts";
import type { AdaptiveEngine } from "../engine/adaptive-engine.ts";
import { lossUnitOf } from "../open-run.ts";
import { EngineRoundTrainer } from "../swarm/round-trainer.ts";
import type { TrialResult, TrialStep } from "../trial-api.ts";

/** Batches of the held-out part, before and after: a few steps' worth of time. */
const MEASURED_BATCHES = 4;
const NOBODY = "0".repeat(64);

export interface Trial {
  readonly plan: ProjectPlan;
  readonly dataset: OpenedDataset;
  readonly engine: AdaptiveEngine;
  readonly nowMs: () => number;
  readonly onStep: (step: TrialStep) => void;
}

/** @throws what Engine.step throws; DataError when a step needs more memory than a project may ask for */
export async function runTrial({ plan, dataset, engine, nowMs, onStep }: Trial): Promise<TrialResult> {
  refuseHuge(plan);
  const trainer = new EngineRoundTrainer({
    engine,
    dataset,
    plan,
    project: hashOf(new TextEncoder().encode(plan.seed)), // names the order of the samples
    device: NOBODY,
    nowMs,
    isExact: () => false,
    rest: async () => undefined,
  });
  await engine.open();
  const genesis = genesisParameters(plan);
  const before = await heldOutLoss(trainer, plan, dataset, genesis);
  const times: number[] = [];
  let losses: number[] = [];
  let startMs = nowMs();
  let lastMs = startMs;
  const job = { round: 1, parameters: genesis, progress: 0, maxSteps: TRIAL_STEPS, windowSteps: 0 };
  const running = trainer.start(job, (step, loss) => {
    if (step === 1) losses = []; // the engine has moved to another backend: from the start
    losses.push(loss);
    const now = nowMs();
    times.push(now - lastMs);
    lastMs = now;
    onStep({ step, loss, elapsedMs: now - startMs });
  });
  startMs = lastMs = nowMs();
  const { delta } = must(await running.result, "nobody cancels a trial");
  const trained = genesis.map((value, index) => value - delta[index]!);
  const heldOut = { before, after: await heldOutLoss(trainer, plan, dataset, trained) };
  const training = trainingChange(losses);
  const stepMs = middleOf(times);
  const { roundMs, maxSteps } = plan.rules;
  const { layout } = createModel(plan.model);
  return {
    verdict: judgeTrial(training, heldOut),
    training,
    heldOut,
    lossUnit: lossUnitOf(plan.model),
    stepMs,
    roundSteps: Math.max(1, Math.min(maxSteps, Math.floor(roundMs / stepMs))),
    roundMs,
    updateBytes: must(codecNamed(plan.codec), "a codec of ours").encode(delta, layout).length,
    memoryBytes: stepMemoryBytes(plan),
  };
}

function refuseHuge({ model, batchSize }: ProjectPlan): void {
  if (largestTensor(model, batchSize) <= MAX_TENSOR_VALUES) return;
  throw new DataError("memory");
}

/** @returns the mean of some samples, the same ones each time */
async function heldOutLoss(
  trainer: EngineRoundTrainer,
  { batchSize }: ProjectPlan,
  dataset: OpenedDataset,
  parameters: Float32Array,
): Promise<number> {
  const maxSamples = Math.min(MEASURED_BATCHES * batchSize, dataset.sampleCount("test"));
  for (;;) {
    const measured = await trainer.inspect(parameters, (engine) =>
      evaluateOn(engine, dataset, { batchSize, maxSamples }),
    );
    if (measured !== null) return measured.loss; // null: the engine has moved to another backend
  }
}

const middleOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
