/** Whether steps take longer than at first: the sign of a processor that grows hot or is shared, in every browser. */
import type { Intensity } from "../../worker/api.ts";

/** The first steps of a run, on a computer that is still cool. */
const BASELINE_MS = 60_000;
/** So often is it looked at anew: what rules the pace must not change with every hiccup. */
const WINDOW_MS = 30_000;
/** A median of fewer says little. */
const MIN_SAMPLES = 8;
/** Two a second: more tell nothing more. */
const MIN_PAUSE_MS = 500;

/** Of its time, what an intensity computes: progress is reported with the pauses in it. */
const SHARES: Readonly<Record<Intensity, number>> = { light: 0.25, half: 0.5, full: 1 };

export class StepDrift {
  #sinceMs: number | null = null;
  #lastMs = -Infinity;
  #samples: number[] = [];
  #baselineMs: number | null = null;
  /** Median of the last window over that of the first minute; null before it is known. */
  ratio: number | null = null;

  /** Another engine computes, or another number of threads. */
  restart(): void {
    this.#sinceMs = this.#baselineMs = this.ratio = null;
    this.#samples = [];
  }

  /** @param stepMs from step to step, with the pauses of `intensity` */
  add(nowMs: number, stepMs: number, intensity: Intensity): void {
    if (nowMs - this.#lastMs < MIN_PAUSE_MS) return;
    this.#lastMs = nowMs;
    this.#sinceMs ??= nowMs;
    this.#samples.push(stepMs * SHARES[intensity]);
    const spanMs = this.#baselineMs === null ? BASELINE_MS : WINDOW_MS;
    if (nowMs - this.#sinceMs < spanMs || this.#samples.length < MIN_SAMPLES) return;
    const median = medianOf(this.#samples);
    if (this.#baselineMs === null) this.#baselineMs = median;
    else this.ratio = median / this.#baselineMs;
    this.#sinceMs = nowMs;
    this.#samples = [];
  }
}

const medianOf = (samples: readonly number[]): number =>
  samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? 0;
