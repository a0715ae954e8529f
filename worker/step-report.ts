/** Gathers steps into at most ten progress events a second: as many as anybody can read. */
import type { TrainerEvent } from "./api.ts";

const PAUSE_MS = 100;

export interface StepReport {
  add(step: number, loss: number): void;
  /** The time until the next step is no step's: a round ended. */
  restart(): void;
}

/** @param unitsPerStep tokens, rows or images of one inner step */
export function createStepReport(
  unitsPerStep: number,
  nowMs: () => number,
  emit: (event: TrainerEvent) => void,
): StepReport {
  let sinceMs = nowMs();
  let losses: number[] = [];
  const restart = () => {
    sinceMs = nowMs();
    losses = [];
  };
  return {
    restart,
    add(step, loss) {
      losses.push(loss);
      const elapsedMs = nowMs() - sinceMs;
      if (elapsedMs < PAUSE_MS) return;
      emit({
        kind: "progress",
        step,
        loss: losses.reduce((sum, value) => sum + value, 0) / losses.length,
        unitsPerSecond: (1000 * losses.length * unitsPerStep) / elapsedMs,
        stepMs: elapsedMs / losses.length,
      });
      restart();
    },
  };
}
