import { ADAMW_EPSILON } from "./optimizer-spec.ts";

export interface AdamwRange {
  /** θ, its gradient and the two moments over the same range: equal lengths. Overwritten in place: copies would triple the cost. */
  readonly parameters: Float32Array;
  readonly gradient: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

export interface AdamwRates {
  readonly learningRate: number;
  /** Decoupled decay per unit of learning rate. */
  readonly weightDecay: number;
  readonly beta1: number;
  readonly beta2: number;
  /** 1 − βᵗ for step t ≥ 1. */
  readonly correction1: number;
  readonly correction2: number;
  /** The gradient is multiplied by this before use (global-norm clip). */
  readonly gradientFactor: number;
}

/**
 * One AdamW step over a range. Double-precision arithmetic on float32 storage, in index order: the same bits everywhere.
 * Source: Loshchilov & Hutter 2017, "Decoupled weight decay regularization".
 */
export function adamwStep(
  { parameters, gradient, firstMoment, secondMoment }: AdamwRange,
  rates: AdamwRates,
): void {
  const { learningRate, beta1, beta2, correction1, correction2, gradientFactor } = rates;
  const keep = 1 - learningRate * rates.weightDecay;
  const rate = learningRate / correction1;
  const inverseCorrection2 = 1 / correction2;
  // Read once: the engine cannot know that the loop leaves them alone, and they cost a tenth of it.
  const { length } = parameters;
  const share1 = 1 - beta1;
  const share2 = 1 - beta2;
  for (let index = 0; index < length; index++) {
    const g = gradient[index]! * gradientFactor;
    const m = beta1 * firstMoment[index]! + share1 * g;
    const v = beta2 * secondMoment[index]! + share2 * g * g;
    firstMoment[index] = m;
    secondMoment[index] = v;
    parameters[index] =
      parameters[index]! * keep - (rate * m) / (Math.sqrt(v * inverseCorrection2) + ADAMW_EPSILON);
  }
}
