/** Answers what the page asks before a project is published. The worker ends with the trial, and with it everything that was read. */
import type { DataFile } from "../../shared/data/detect.ts";
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

/** For what is not about the data: there is no round yet that could be kept. */
const ADVICE = "Nothing was published, and your file is as it was. Try it again, or choose another model.";

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
      const { dataset, modelName } = openRunData(this.#files);
      return {
        kind: dataset.kind,
        trainCount: dataset.sampleCount("train"),
        testCount: dataset.sampleCount("test"),
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
      const { dataset } = openRunData(this.#files, model);
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

async function answerOf<T>(work: () => Promise<T>): Promise<TrialAnswer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    const problem = describeProblem(error);
    const isOfData = error instanceof Error && error.name === "DataError";
    return { ok: false, problem: isOfData ? problem : { ...problem, advice: ADVICE } };
  }
}
