/** This peer's inner steps on one head. They may begin before the head has its certificate, so they do not belong to the round. */
import type { RoundResult, RoundTrainer, RunningRound } from "../ports/round-trainer.ts";
import { windowSteps } from "../training/windows.ts";
import type { KnownHead } from "./known-head.ts";

export interface TrainingStart {
  readonly trainer: RoundTrainer;
  readonly base: KnownHead;
  readonly maxSteps: number;
  readonly nowMs: number;
  readonly onStep: () => void;
}

export class OwnTraining {
  readonly base: KnownHead;
  readonly sinceMs: number;
  readonly #running: RunningRound;
  #progress = { steps: 0, loss: Number.NaN };

  constructor({ trainer, base, maxSteps, nowMs, onStep }: TrainingStart) {
    this.base = base;
    this.sinceMs = nowMs;
    const { head, state } = base;
    const job = {
      round: head.round + 1,
      parameters: state.parameters,
      progress: head.progress,
      maxSteps,
      windowSteps: windowSteps(maxSteps),
    };
    this.#running = trainer.start(job, (steps, loss) => {
      this.#progress = { steps, loss };
      onStep();
    });
  }

  /** Inner steps taken so far, and the loss of the last one (NaN before the first). */
  get progress(): { readonly steps: number; readonly loss: number } {
    return this.#progress;
  }

  /** See RunningRound. */
  get result(): Promise<RoundResult | null> {
    return this.#running.result;
  }

  stop(): void {
    this.#running.stop();
  }

  cancel(): void {
    this.#running.cancel();
  }
}
