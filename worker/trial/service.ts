/** Answers what the page asks before a project is published. The worker ends with the trial, and with it everything that was read. */
import type { DataFile, OpenedDataset } from "../../shared/data/detect.ts";
import { planProject } from "../../shared/project/plan-project.ts";
import type { ModelName } from "../../shared/training/defaults.ts";
import type { ComputeOptions } from "../api.ts";
import { AdaptiveEngine } from "../engine/adaptive-engine.ts";
import { freshSeed, openRunData } from "../open-run.ts";
import { describeProblem } from "../problems.ts";
import { readFiles } from "../read-files.ts";
import type { TrainerPorts } from "../trainer.ts";
import type { DataLook, TrialAnswer, TrialApi, TrialResult, TrialStep } from "../trial-api.ts";
import { modelOffers } from "./model-offers.ts";
import { runTrial } from "./run-trial.ts";

export interface TrialServicePorts extends Pick<TrainerPorts, "surveyBackends" | "openEngine"> {
  /** Milliseconds that only go up. */
  readonly nowMs: () => number;
}

export class TrialService implements TrialApi {
  readonly #ports: TrialServicePorts;
  #files: readonly DataFile[] = [];

  constructor(ports: TrialServicePorts) {
    this.#ports = ports;
  }

  look(files: readonly File[]): Promise<TrialAnswer<DataLook>> {
    return answerOf(async () => {
      this.#files = await readFiles(files);
      const { dataset, modelName } = await openRunData(this.#files);
      return {
        kind: dataset.kind,
        trainCount: dataset.sampleCount("train"),
        testCount: dataset.sampleCount("test"),
        tokenizer: tokenizerOf(dataset),
        models: modelOffers(dataset, modelName),
      };
    });
  }

  run(
    model: ModelName,
    backend: ComputeOptions["backend"],
    onStep: (step: TrialStep) => void | Promise<void>,
  ): Promise<TrialAnswer<TrialResult>> {
    return answerOf(async () => {
      const { surveyBackends, openEngine, nowMs } = this.#ports;
      const { dataset } = await openRunData(this.#files, model);
      const plan = planProject(dataset, model, freshSeed());
      const { signal } = new AbortController(); // whoever has enough ends the worker
      const engine = new AdaptiveEngine({
        plan,
        survey: await surveyBackends(backend),
        open: (of, on) => openEngine(of, on, signal),
        nowMs,
        onChoice: () => undefined,
      });
      const told: Promise<void>[] = [];
      try {
        const result = await runTrial({
          plan,
          dataset,
          engine,
          nowMs,
          onStep: (step) => told.push(Promise.resolve(onStep(step))),
        });
        await Promise.all(told);
        return result;
      } finally {
        await engine.dispose();
      }
    });
  }
}

function tokenizerOf(dataset: OpenedDataset): DataLook["tokenizer"] {
  if (dataset.kind !== "text" || dataset.tokenizer === null) return null;
  const { algorithm, size } = dataset.tokenizer;
  return { algorithm, size };
}

async function answerOf<T>(work: () => Promise<T>): Promise<TrialAnswer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, problem: describeProblem(error, "trial") };
  }
}
