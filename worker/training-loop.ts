/**
 * The loop of one run: steps, and between them, whenever each is due, a report, a sample, an evaluation and a checkpoint. What is not a step takes a small
 * share of the time. A lost device sends the loop back to the last good state; nothing else does.
 */
import type { OpenedDataset } from "../shared/data/detect.ts";
import type { Engine, TrainingState } from "../shared/ports/engine.ts";
import { evaluateOn } from "../shared/training/evaluate.ts";
import type { RunPlan } from "../shared/training/run-plan.ts";
import { trainStep } from "../shared/training/run-plan.ts";
import type { TrainerEvent } from "./api.ts";
import { createRhythm } from "./rhythm.ts";
import type { Sampler } from "./sampler.ts";

/** Samples per evaluation: enough for two digits of the loss. */
const EVALUATION_SAMPLES = 96;
/** Ten reports a second are as many as anybody can read. */
const REPORT_PAUSE_MS = 100;

export interface LoopContext {
  readonly engine: Engine;
  readonly dataset: OpenedDataset;
  readonly plan: RunPlan;
  readonly sampler: Sampler;
  readonly nowMs: () => number;
  readonly emit: (event: TrainerEvent) => void;
  readonly shouldStop: () => boolean;
  /** Rests as the duty cycle asks; ends early on stop. */
  rest(busyMs: number): Promise<void>;
  onStep(step: number, loss: number): void;
  readonly onEvaluated: (step: number, loss: number) => void;
  /** Training went back to this step. */
  onRewind(step: number): void;
  save(state: TrainingState): Promise<void>;
}

/** Trains until told to stop, then saves what it learned. @throws NonFiniteError, BackendError: training cannot go on */
export async function runTrainingLoop(context: LoopContext): Promise<void> {
  const { engine, dataset, plan, nowMs, shouldStop } = context;
  const rhythm = createRhythm(nowMs);
  const report = createReport(context);
  let { step } = await readState(engine);
  const firstStep = step;
  while (!shouldStop()) {
    const startMs = nowMs();
    try {
      const loss = await trainStep(engine, plan, dataset, step);
      step++;
      report.add(step, loss, nowMs() - startMs);
      context.onStep(step, loss);
      await rhythm.whenDue("sample", async () => {
        const sample = await context.sampler(engine);
        context.emit({ kind: "sample", step, sample });
      });
      await rhythm.whenDue("evaluation", () => evaluate(context, step));
      await rhythm.whenDue("checkpoint", async () => context.save(await engine.read()));
    } catch (error) {
      refuseUnlessMoved(error);
      ({ step } = await readState(engine));
      context.onRewind(step);
      report.restart();
    }
    await context.rest(nowMs() - startMs);
  }
  const state = await readState(engine);
  // A new run that was stopped before its first step must not replace the saved one.
  if (state.step !== firstStep) await context.save(state);
}

/** The last good state: when the device is lost over this very call, the one that the next backend got. */
async function readState(engine: Engine): Promise<TrainingState> {
  for (;;) {
    try {
      return await engine.read();
    } catch (error) {
      refuseUnlessMoved(error); // at most once for each backend
    }
  }
}

function refuseUnlessMoved(error: unknown): void {
  if (!(error instanceof Error) || error.name !== "EngineMovedError") throw error;
}

async function evaluate(
  { engine, dataset, plan, emit, onEvaluated, shouldStop }: LoopContext,
  step: number,
): Promise<void> {
  const { loss, accuracy, sampleCount } = await evaluateOn(engine, dataset, {
    batchSize: plan.batchSize,
    maxSamples: EVALUATION_SAMPLES,
    shouldStop,
  });
  if (sampleCount === 0 || shouldStop()) return;
  onEvaluated(step, loss);
  emit({ kind: "evaluation", step, loss, accuracy });
}

/** Gathers steps into at most ten progress events a second. */
function createReport({ dataset, plan, nowMs, emit }: LoopContext) {
  let sinceMs = nowMs();
  let losses: number[] = [];
  let busyMs = 0;
  const restart = () => {
    sinceMs = nowMs();
    losses = [];
    busyMs = 0;
  };
  const add = (step: number, loss: number, stepMs: number) => {
    losses.push(loss);
    busyMs += stepMs;
    const elapsedMs = nowMs() - sinceMs;
    if (elapsedMs < REPORT_PAUSE_MS) return;
    const units = losses.length * plan.batchSize * dataset.unitsPerSample;
    emit({
      kind: "progress",
      step,
      loss: losses.reduce((sum, value) => sum + value, 0) / losses.length,
      unitsPerSecond: (1000 * units) / elapsedMs,
      stepMs: busyMs / losses.length,
    });
    restart();
  };
  return { add, restart };
}
