/** The two loss curves as the chart library wants them: columns over one rising list of steps. */
import type { LossHistory, LossPoint } from "../../shared/training/loss-history.ts";

export type Column = (number | null)[];

/** Steps, training loss, training loss smoothed, held-out loss. */
export type LossColumns = [steps: number[], training: Column, smoothed: Column, heldOut: Column];

/**
 * After so many steps a loss counts half in the smoothed curve: hides the noise of single batches, shows a turn at once.
 * Shorter at the start, where the loss falls faster than it wobbles.
 */
const halfLifeAt = (step: number): number => Math.min(20, 1 + step / 10);

export function lossColumns(training: LossHistory, heldOut: LossHistory): LossColumns {
  const smoothed = smoothLosses(training.points);
  const columns: LossColumns = [[], [], [], []];
  let trainingIndex = 0;
  let heldOutIndex = 0;
  for (;;) {
    const trained = training.points[trainingIndex];
    const held = heldOut.points[heldOutIndex];
    if (!trained && !held) return columns;
    const step = Math.min(trained?.step ?? Infinity, held?.step ?? Infinity);
    const isTrained = trained?.step === step;
    const isHeldOut = held?.step === step;
    columns[0].push(step);
    columns[1].push(isTrained ? trained.loss : null);
    columns[2].push(isTrained ? (smoothed[trainingIndex] ?? null) : null);
    columns[3].push(isHeldOut ? held.loss : null);
    if (isTrained) trainingIndex += 1;
    if (isHeldOut) heldOutIndex += 1;
  }
}

/**
 * A double exponential moving average: the average, plus what averaging it once more shows that it lags behind. A falling
 * curve is then followed instead of trailed. Source: Mulloy 1994, "Smoothing data with faster moving averages".
 */
export function smoothLosses(points: readonly LossPoint[]): number[] {
  const steps = points.map((point) => point.step);
  const once = movingAverage(
    points.map((point) => point.loss),
    steps,
  );
  const twice = movingAverage(once, steps);
  return once.map((value, index) => 2 * value - (twice[index] ?? value));
}

/**
 * Over steps, not over points, so that merging points hardly changes it. The weights sum to one from the first value on
 * (the bias correction of Adam: Kingma & Ba 2015, section 3).
 */
function movingAverage(values: readonly number[], steps: readonly number[]): number[] {
  let average = 0;
  let weight = 0;
  let previousStep = 0;
  return values.map((value, index) => {
    const step = steps[index] ?? previousStep;
    const keep = 0.5 ** ((step - previousStep) / halfLifeAt(step));
    average = keep * average + (1 - keep) * value;
    weight = keep * weight + (1 - keep);
    previousStep = step;
    return weight > 0 ? average / weight : value;
  });
}

/** About `rowLimit` rows evenly spaced over the run, the last one always among them: the table behind the chart. */
export function lossTableRows(columns: LossColumns, rowLimit: number): LossTableRow[] {
  const [steps, , smoothed, heldOut] = columns;
  const stride = Math.max(1, Math.ceil(steps.length / rowLimit));
  const rows: LossTableRow[] = [];
  for (let end = steps.length; end > 0; end -= stride) {
    const start = Math.max(0, end - stride);
    const training = lastNumber(smoothed, start, end);
    rows.push({ step: steps[end - 1] ?? 0, training, heldOut: lastNumber(heldOut, start, end) });
  }
  return rows.toReversed();
}

export interface LossTableRow {
  readonly step: number;
  readonly training: number | null;
  readonly heldOut: number | null;
}

export function lastNumber(column: Column, start: number, end: number): number | null {
  for (let index = end - 1; index >= start; index -= 1) {
    const value = column[index];
    if (value !== null && value !== undefined) return value;
  }
  return null;
}
