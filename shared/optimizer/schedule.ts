import { unreachable } from "../core/assert.ts";
import { exactCos } from "../core/exact-math.ts";

/** Learning rate as a function of the step; computed with exact arithmetic, because what is replayed depends on it. */
export type Schedule =
  /** Linear warm-up, then half a cosine down to `finalShare` of the peak at `stepCount`. nanoGPT's. */
  | {
      readonly kind: "cosine";
      readonly peak: number;
      readonly warmupSteps: number;
      readonly stepCount: number;
      readonly finalShare: number;
    }
  /**
   * Warm-up, stable, decay: constant until the last `decaySteps`, then linear to `finalShare`. Needs no end to start with: an open run
   * passes the largest whole number. Source: Hu et al. 2024, "MiniCPM".
   */
  | {
      readonly kind: "stable";
      readonly peak: number;
      readonly warmupSteps: number;
      readonly stepCount: number;
      readonly decaySteps: number;
      readonly finalShare: number;
    };

/** Learning rate of the step with this index (0 is the first). */
export function learningRateAt(schedule: Schedule, step: number): number {
  const { peak, warmupSteps, stepCount, finalShare } = schedule;
  if (step < warmupSteps) return (peak * (step + 1)) / (warmupSteps + 1);
  switch (schedule.kind) {
    case "cosine": {
      const progress = Math.min(1, (step - warmupSteps) / Math.max(1, stepCount - warmupSteps));
      return peak * (finalShare + (1 - finalShare) * 0.5 * (1 + exactCos(Math.PI * progress)));
    }
    case "stable": {
      const remaining = Math.min(1, Math.max(0, (stepCount - step) / Math.max(1, schedule.decaySteps)));
      return peak * (finalShare + (1 - finalShare) * remaining);
    }
    default:
      return unreachable(schedule);
  }
}
