/**
 * A trainer in virtual time: steps take as long as the simulation says, whatever the real computation costs. What the steps compute is injected: a real
 * engine for measurements of learning, something tiny for thousands of fault schedules.
 */
import type { Clock } from "../ports/clock.ts";
import type { RoundJob, RoundResult, RoundTrainer, RunningRound } from "../ports/round-trainer.ts";

/** Takes `steps` inner steps from the job's head. */
export type ComputeRound = (job: RoundJob, steps: number) => Promise<RoundResult>;

export class VirtualTrainer implements RoundTrainer {
  readonly #clock: Clock;
  readonly #stepMs: number;
  readonly #compute: ComputeRound;

  constructor(clock: Clock, stepMs: number, compute: ComputeRound) {
    this.#clock = clock;
    this.#stepMs = stepMs;
    this.#compute = compute;
  }

  start(job: RoundJob): RunningRound {
    const startMs = this.#clock.nowMs();
    let finish: (steps: number | null) => void = () => undefined;
    const stepCount = new Promise<number | null>((resolve) => {
      finish = resolve;
    });
    const stepsBy = (nowMs: number) =>
      Math.min(job.maxSteps, Math.max(1, Math.ceil((nowMs - startMs) / this.#stepMs)));
    /** The step that is under way is finished first. */
    const stop = () => {
      const steps = stepsBy(this.#clock.nowMs());
      const endMs = startMs + steps * this.#stepMs;
      this.#clock.setTimer(endMs - this.#clock.nowMs(), () => finish(steps));
    };
    this.#clock.setTimer(job.maxSteps * this.#stepMs, () => finish(job.maxSteps));
    return {
      stop,
      cancel: () => finish(null),
      result: stepCount.then((steps) => (steps === null ? null : this.#compute(job, steps))),
    };
  }
}
