/** A trial before a project is published: a few steps, and whether the model learns anything from the data. */

/** Enough to see the loss fall, and over in seconds on most devices. */
export const TRIAL_STEPS = 20;
/** Steps whose mean loss is compared: single ones vary with their batch. */
const COMPARED_STEPS = 5;

/** Mean loss before and after. */
export interface Change {
  readonly before: number;
  readonly after: number;
}

export type TrialVerdict =
  | "learns"
  /** What it learned from is known better, what was held out worse: too little data, or too few kinds of it. */
  | "by-heart"
  /** Nothing is known better than before. */
  | "learns-nothing";

/** The first steps' losses against the last ones'. @param losses of all steps, in order */
export function trainingChange(losses: readonly number[]): Change {
  const count = Math.min(COMPARED_STEPS, Math.ceil(losses.length / 2));
  return { before: mean(losses.slice(0, count)), after: mean(losses.slice(-count)) };
}

/** Losses are finite: an engine refuses a step that is not. */
export function judgeTrial(training: Change, heldOut: Change): TrialVerdict {
  if (heldOut.after <= heldOut.before) return "learns";
  return training.after <= training.before ? "by-heart" : "learns-nothing";
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
