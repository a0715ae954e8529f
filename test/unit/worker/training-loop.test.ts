import { describe, expect, test } from "vitest";
import { DeviceLostError } from "../../../shared/core/errors.ts";
import { openDataset } from "../../../shared/data/detect.ts";
import { adamwSpec } from "../../../shared/optimizer/optimizer-spec.ts";
import type { Engine, TrainingState } from "../../../shared/ports/engine.ts";
import type { EnginePlan } from "../../../shared/training/engine-plan.ts";
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import { referenceRunner } from "../../../shared/training/reference-runner.ts";
import { type RunPlan, trainStep } from "../../../shared/training/run-plan.ts";
import type { TrainerEvent } from "../../../worker/api.ts";
import { AdaptiveEngine } from "../../../worker/engine/adaptive-engine.ts";
import { firstState } from "../../../worker/open-run.ts";
import { createSampler } from "../../../worker/sampler.ts";
import { runTrainingLoop } from "../../../worker/training-loop.ts";

const ROWS = Array.from(
  { length: 60 },
  (_, row) => `${row % 7},${(row * row) % 11},${(row * 1.37).toFixed(2)}`,
);
const DATASET = openDataset([
  { name: "rows.csv", bytes: new TextEncoder().encode(`first,second,target\n${ROWS.join("\n")}\n`) },
]);
const PLAN: RunPlan = {
  model: {
    kind: "mlp",
    numericCount: 2,
    categoricalCount: 0,
    categoryCount: 0,
    hiddenWidths: [4],
    output: { kind: "numbers", count: 1 },
  },
  optimizer: adamwSpec(),
  batchSize: 4,
  schedule: {
    kind: "stable",
    peak: 0.01,
    warmupSteps: 2,
    stepCount: 1000,
    decaySteps: 1,
    finalShare: 0.1,
  },
  seed: "training loop",
};
const STEP_MS = 400;
const LAST_STEP = 40;

/** A reference engine; `beforeCall` may throw, which is then how the call fails. */
async function openFragile(plan: EnginePlan, beforeCall: () => void): Promise<Engine> {
  const engine = await createHostEngine(plan, referenceRunner);
  const guard = async <T>(call: () => Promise<T>): Promise<T> => {
    beforeCall();
    return call();
  };
  return {
    write: (state) => engine.write(state),
    read: () => guard(() => engine.read()),
    step: (batch, learningRate) => guard(() => engine.step(batch, learningRate)),
    gradient: (batch) => guard(() => engine.gradient(batch)),
    evaluate: (batch) => guard(() => engine.evaluate(batch)),
    dispose: () => engine.dispose(),
  };
}

/** Trains to LAST_STEP; the first device is lost in its call of this number. */
async function trainThrough(lostCall: number) {
  let nowMs = 0;
  let step = 0;
  let callCount = 0;
  const beforeCall = () => {
    if (callCount++ === lostCall) throw new DeviceLostError("gone");
  };
  const events: TrainerEvent[] = [];
  const saved: TrainingState[] = [];
  const rewinds: number[] = [];
  const engine = new AdaptiveEngine({
    plan: PLAN,
    survey: {
      candidates: [
        { name: "webgpu", engine: { kind: "webgpu" } },
        { name: "wasm", engine: { kind: "wasm", threadCount: 1 } },
      ],
      refusals: [],
    },
    open: (plan, { kind }) => openFragile(plan, kind === "webgpu" ? beforeCall : () => undefined),
    nowMs: () => nowMs,
    onChoice: () => undefined,
  });
  await engine.write(firstState(PLAN));
  const shouldStop = () => step >= LAST_STEP;
  await runTrainingLoop({
    engine,
    dataset: DATASET,
    plan: PLAN,
    sampler: createSampler(DATASET, PLAN, { nowMs: () => nowMs, shouldStop }),
    nowMs: () => nowMs,
    shouldStop,
    emit: (event) => events.push(event),
    rest: async () => {
      nowMs += STEP_MS;
    },
    onStep: (done) => (step = done),
    onEvaluated: () => undefined,
    onRewind: (to) => {
      rewinds.push(to);
      step = to;
    },
    save: async (state) => void saved.push(state),
  });
  return { events, saved, rewinds, callCount };
}

async function uninterrupted(): Promise<TrainingState> {
  const engine = await createHostEngine(PLAN, referenceRunner);
  await engine.write(firstState(PLAN));
  for (let step = 0; step < LAST_STEP; step++) await trainStep(engine, PLAN, DATASET, step);
  return engine.read();
}

describe("the training loop", () => {
  test("ends with the parameters of the bare steps, whatever happens between them", async () => {
    const { events, saved } = await trainThrough(Infinity);
    expect(saved.at(-1)).toEqual(await uninterrupted());
    expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(["progress", "sample", "evaluation"]));
  });

  test("saves after two seconds, every ten seconds, and at the end", async () => {
    const { saved } = await trainThrough(Infinity);
    expect(saved.map(({ step }) => step)).toEqual([6, 31, LAST_STEP]);
  });

  test("goes on after a lost device as if nothing had happened, whichever call it is lost in", async () => {
    const { callCount } = await trainThrough(Infinity);
    const expected = await uninterrupted();
    for (let lostCall = 0; lostCall < callCount - 1; lostCall++) {
      const { saved, rewinds } = await trainThrough(lostCall);
      expect(saved.at(-1), `lost in call ${lostCall}`).toEqual(expected);
      expect(rewinds.length, `lost in call ${lostCall}`).toBeLessThanOrEqual(1);
    }
  });

  // The last read used to fail with EngineMovedError, and what the next backend had was not saved.
  test("keeps the last checkpoint when the device is lost as training ends", async () => {
    const { callCount, saved: expected } = await trainThrough(Infinity);
    const { saved } = await trainThrough(callCount - 1);
    expect(saved.at(-1)).toEqual(expected.at(-2));
  });
});
