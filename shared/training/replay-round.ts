/** The inner steps of a contribution once more, a few at a time, so that a replay can wait while this peer's own work goes on. */
import type { Dataset } from "../data/dataset.ts";
import type { Engine, TrainingState } from "../ports/engine.ts";
import { type LocalRound, roundBatchAt, roundLearningRateAt } from "./local-round.ts";
import type { ProjectPlan } from "./project-plan.ts";

export interface ReplayJob extends LocalRound {
  /** Inner steps of the contribution. */
  readonly steps: number;
  /** See windows.ts. */
  readonly windowSteps: number;
}

export class RoundReplay {
  readonly #plan: ProjectPlan;
  readonly #dataset: Dataset;
  readonly job: ReplayJob;
  #state: TrainingState;

  constructor(plan: ProjectPlan, dataset: Dataset, job: ReplayJob) {
    this.#plan = plan;
    this.#dataset = dataset;
    this.job = job;
    this.#state = { parameters: job.parameters, optimizerState: new Float32Array(0), step: 0 };
  }

  /** Inner steps taken so far. */
  get steps(): number {
    return this.#state.step;
  }

  /** θ after them, [parameterCount]. Not to be written to. */
  get parameters(): Float32Array {
    return this.#state.parameters;
  }

  get isDone(): boolean {
    return this.steps >= this.job.steps;
  }

  /** Whether θ of now is one of the contribution's states: a window ended here. */
  get isAtWindow(): boolean {
    return this.steps > 0 && (this.isDone || this.steps % this.job.windowSteps === 0);
  }

  /**
   * Goes on to the end of the window, or until `shouldPause`. Nothing is left in the engine that the next call needs, and after an error of the engine the
   * replay can go on with another one from where it was.
   * @throws what Engine.step throws
   */
  async advance(engine: Engine, shouldPause: () => boolean): Promise<void> {
    await engine.write(this.#state);
    let taken = this.steps;
    do {
      const batch = roundBatchAt(this.#plan, this.#dataset, this.job, taken);
      await engine.step(batch, roundLearningRateAt(this.#plan, this.job.progress, taken));
      taken++;
    } while (taken < this.job.steps && taken % this.job.windowSteps !== 0 && !shouldPause());
    this.#state = await engine.read();
  }
}
