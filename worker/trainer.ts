/** Runs at most one training run at a time for the page: opens data and engine, drives the loop, keeps checkpoints, and turns every failure into a sentence. */
import { must } from "../shared/core/assert.ts";
import type { OpenedDataset } from "../shared/data/detect.ts";
import type { Engine, TrainingState } from "../shared/ports/engine.ts";
import { createCheckpoint, parametersHash } from "../shared/training/checkpoint.ts";
import type { EnginePlan } from "../shared/training/engine-plan.ts";
import {
  appendLoss,
  EMPTY_CURVES,
  type LossCurves,
  truncateCurves,
} from "../shared/training/loss-history.ts";
import type { RunPlan } from "../shared/training/run-plan.ts";
import type {
  ComputeOptions,
  Intensity,
  RunDescription,
  RunState,
  SavedRun,
  TrainerApi,
  TrainerEvent,
  TrainingRequest,
} from "./api.ts";
import { pauseAfter } from "./duty-cycle.ts";
import { AdaptiveEngine } from "./engine/adaptive-engine.ts";
import type { BackendSurvey } from "./engine/backends.ts";
import type { EngineBackend } from "./engine/engine-worker.ts";
import { describeRun, firstState, freshSeed, openRunData, planRun } from "./open-run.ts";
import { describeProblem } from "./problems.ts";
import { readFiles } from "./read-files.ts";
import { createSampler } from "./sampler.ts";
import type { CheckpointStore } from "./storage/checkpoint-store.ts";
import { runTrainingLoop } from "./training-loop.ts";

/** The world, as the trainer needs it. */
export interface TrainerPorts {
  readonly store: Pick<CheckpointStore, "load" | "saveSource" | "saveCheckpoint">;
  surveyBackends(first: ComputeOptions["backend"]): Promise<BackendSurvey>;
  readonly openEngine: (plan: EnginePlan, backend: EngineBackend) => Promise<Engine>;
  /** Milliseconds that only go up. */
  readonly nowMs: () => number;
  /** Milliseconds since 1970. */
  wallClockMs(): number;
  /** Resolves after `delayMs`, or at once when the signal aborts. */
  readonly sleep: (delayMs: number, signal: AbortSignal) => Promise<void>;
}

/** Everything that one run is. */
interface Run {
  readonly id: string;
  readonly dataset: OpenedDataset;
  readonly plan: RunPlan;
  readonly description: RunDescription;
  readonly state: TrainingState;
  readonly curves: LossCurves;
}

export class Trainer implements TrainerApi {
  readonly #ports: TrainerPorts;
  #emit: (event: TrainerEvent) => void = () => undefined;
  #intensity: Intensity = "half";
  /** Aborted to stop the current run; null when none runs. */
  #stopping: AbortController | null = null;
  #ended: Promise<void> = Promise.resolve();

  constructor(ports: TrainerPorts) {
    this.#ports = ports;
  }

  async listen(listener: (event: TrainerEvent) => void): Promise<void> {
    this.#emit = listener;
  }

  async savedRun(): Promise<SavedRun | null> {
    const stored = await this.#ports.store.load();
    if (!stored) return null;
    const { description, checkpoint, curves, savedAtMs } = stored.newest;
    return { run: description, step: checkpoint.state.step, curves, savedAtMs };
  }

  start(request: TrainingRequest): Promise<void> {
    return this.#begin(request, async () => {
      const files = request.source.kind === "files" ? await readFiles(request.source.files) : null;
      const { dataset, dataName, modelName } = openRunData(files);
      const plan = planRun(dataset, modelName, freshSeed());
      const description = describeRun(dataset, dataName, modelName, plan);
      await this.#ports.store.saveSource({ runId: plan.seed, files });
      return { id: plan.seed, dataset, plan, description, state: firstState(plan), curves: EMPTY_CURVES };
    });
  }

  resume(options: ComputeOptions): Promise<void> {
    return this.#begin(options, async () => {
      const { source, newest } = must(
        await this.#ports.store.load(),
        "resume was offered without a saved run",
      );
      const { dataset } = openRunData(source.files);
      const { plan, state } = newest.checkpoint;
      return {
        id: newest.runId,
        dataset,
        plan,
        description: newest.description,
        state,
        curves: newest.curves,
      };
    });
  }

  async setIntensity(intensity: Intensity): Promise<void> {
    this.#intensity = intensity;
  }

  async stop(): Promise<void> {
    if (!this.#stopping) return;
    this.#setState("stopping", "Finishing the current step and saving.");
    this.#stopping.abort();
    await this.#ended;
  }

  /** One run from opening to end; a second start while one runs is ignored, because the page has no button for it. */
  async #begin(options: ComputeOptions, open: () => Promise<Run>): Promise<void> {
    if (this.#stopping) return;
    const stopping = new AbortController();
    this.#stopping = stopping;
    this.#intensity = options.intensity;
    this.#ended = this.#runToEnd(options, open, stopping.signal);
    await this.#ended;
    this.#stopping = null;
  }

  async #runToEnd(options: ComputeOptions, open: () => Promise<Run>, signal: AbortSignal): Promise<void> {
    try {
      this.#setState("preparing", "Reading the data and loading the engine.");
      const run = await open();
      this.#emit({ kind: "described", run: run.description });
      await this.#train(run, options, signal);
      this.#setState("idle", ""); // what is saved, the page knows from the events before
    } catch (error) {
      this.#emit({ kind: "problem", problem: describeProblem(error) });
      this.#setState("failed", "Training cannot go on.");
    }
  }

  async #train(run: Run, options: ComputeOptions, signal: AbortSignal): Promise<void> {
    const { nowMs, sleep, openEngine } = this.#ports;
    const { dataset, plan } = run;
    const shouldStop = () => signal.aborted;
    let { curves } = run;
    const addLoss = (curve: keyof LossCurves, step: number, loss: number) => {
      curves = { ...curves, [curve]: appendLoss(curves[curve], step, loss) };
    };
    const survey = await this.#ports.surveyBackends(options.backend);
    const onChoice = (choice: Omit<TrainerEvent & { kind: "backend" }, "kind">) =>
      this.#emit({ kind: "backend", ...choice });
    const engine = new AdaptiveEngine({ plan, survey, open: openEngine, nowMs, onChoice });
    try {
      await engine.write(run.state);
      if (!shouldStop()) this.#setState("training", "Training on this computer.");
      await runTrainingLoop({
        engine,
        dataset,
        plan,
        sampler: createSampler(dataset, plan, { nowMs, shouldStop }),
        nowMs,
        shouldStop,
        emit: (event) => this.#emit(event),
        rest: (busyMs) => sleep(pauseAfter(busyMs, this.#intensity), signal),
        onStep: (step, loss) => addLoss("training", step, loss),
        onEvaluated: (step, loss) => addLoss("heldOut", step, loss),
        onRewind: (step) => {
          curves = truncateCurves(curves, step);
        },
        save: (state) => this.#save(run, state, curves),
      });
    } finally {
      await engine.dispose();
    }
  }

  /** A checkpoint that cannot be written (a full disk) is reported; training goes on, because nothing that was saved is lost. */
  async #save({ id, plan, description }: Run, state: TrainingState, curves: LossCurves): Promise<void> {
    try {
      const checkpoint = createCheckpoint(plan, state);
      await this.#ports.store.saveCheckpoint({
        runId: id,
        description,
        curves,
        savedAtMs: this.#ports.wallClockMs(),
        checkpoint,
      });
      this.#emit({ kind: "saved", step: state.step, parametersHash: parametersHash(state) });
    } catch (error) {
      this.#emit({ kind: "problem", problem: describeProblem(error) });
    }
  }

  #setState(state: RunState, detail: string): void {
    this.#emit({ kind: "state", state, detail });
  }
}
