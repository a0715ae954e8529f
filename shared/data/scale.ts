/** Standardised numbers: mean 0 and deviation 1 over the part that is learned from. */

/** Readings further out than this many deviations are pulled in, so that one broken cell cannot overflow a float32. */
const FARTHEST = 10_000;

export interface Scale {
  readonly mean: number;
  /** Never 0: a column of equal numbers has deviation 1. */
  readonly deviation: number;
}

/** Mean and deviation of the numbers in `values` at `rows`; NaN is skipped. Two passes, for accuracy. */
export function measureScale(values: Float64Array, rows: Int32Array): Scale {
  let count = 0;
  let sum = 0;
  for (const row of rows) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  const mean = count === 0 ? 0 : sum / count;
  let squares = 0;
  for (const row of rows) {
    const distance = values[row]! - mean;
    if (!Number.isNaN(distance)) squares += distance * distance;
  }
  const deviation = count === 0 ? 0 : Math.sqrt(squares / count);
  return { mean, deviation: deviation > 0 ? deviation : 1 };
}

export function standardise(scale: Scale, value: number): number {
  return Math.max(-FARTHEST, Math.min(FARTHEST, (value - scale.mean) / scale.deviation));
}

export function restore(scale: Scale, value: number): number {
  return value * scale.deviation + scale.mean;
}
