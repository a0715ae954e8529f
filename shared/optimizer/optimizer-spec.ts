/** The inner optimiser of a run, as plain data: it is part of what peers agree on. */
export interface OptimizerSpec {
  /** `muon` treats hidden matrices with Muon and the rest with AdamW; `adamw` treats everything with AdamW. */
  readonly kind: "muon" | "adamw";
  /** Decay rates of AdamW's first and second moment. */
  readonly beta1: number;
  readonly beta2: number;
  /** Decoupled weight decay of matrices and tables, per unit of learning rate; norms and biases have none. */
  readonly weightDecay: number;
  /** Limit of the gradient's global norm. */
  readonly clipNorm: number;
  /** Momentum of Muon. */
  readonly momentum: number;
  /** Coefficients (a, b, c) of each Newton–Schulz iteration X ← aX + bAX + cA²X, A = XXᵀ. */
  readonly newtonSchulz: readonly NewtonSchulzCoefficients[];
}

export type NewtonSchulzCoefficients = readonly [number, number, number];

/** Added to √v so that a parameter without gradient does not divide by zero. */
export const ADAMW_EPSILON = 1e-8;

/** Muon's step has the size of AdamW's: root mean square 0.2 per entry. Source: Liu et al. 2025, "Muon is scalable for LLM training". */
const MUON_ROOT_MEAN_SQUARE = 0.2;
/** Hidden matrices learn this much faster than the rest; measured on tinyshakespeare (see decision 0003). */
const MUON_RATE_FACTOR = 2;

/** Learning rate of an orthogonalised rows × columns matrix, relative to the run's. */
export function muonRate(rows: number, columns: number): number {
  return MUON_RATE_FACTOR * MUON_ROOT_MEAN_SQUARE * Math.sqrt(Math.max(rows, columns));
}

/**
 * Four iterations with a polynomial each, fitted to grow small singular values as fast as four iterations can. Measured on gpt:micro (see decision
 * 0003): the loss of five of the usual iterations, for a fifth less work.
 * Source: github.com/KellerJordan/modded-nanogpt (fitted by Jiacheng You), the first four of five.
 */
export const TUNED_COEFFICIENTS: readonly NewtonSchulzCoefficients[] = [
  [4.0848, -6.8946, 2.927],
  [3.9505, -6.3029, 2.6377],
  [3.7418, -5.5913, 2.3037],
  [2.8769, -3.1427, 1.2046],
];

export function adamwSpec(overrides: Partial<OptimizerSpec> = {}): OptimizerSpec {
  return { ...muonSpec(), kind: "adamw", ...overrides };
}

export function muonSpec(overrides: Partial<OptimizerSpec> = {}): OptimizerSpec {
  return {
    kind: "muon",
    beta1: 0.9,
    beta2: 0.99,
    weightDecay: 0.1,
    clipNorm: 1,
    momentum: 0.9,
    newtonSchulz: TUNED_COEFFICIENTS,
    ...overrides,
  };
}
