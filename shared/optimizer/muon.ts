/**
 * Muon: momentum, orthogonalised. The orthogonalisation (Newton–Schulz) is a graph, because plain loops are twenty times too
 * slow; here are the cheap parts around it. Source: Jordan et al. 2024, kellerjordan.github.io/posts/muon.
 */
import type { MatrixGroup } from "../tensor/layout.ts";
import { muonRate } from "./optimizer-spec.ts";

/**
 * What is orthogonalised: Nesterov momentum g + μ (μ m + g). Leaves m alone, so that a failing orthogonalisation changes nothing.
 * @param gradientFactor the gradient is multiplied by this before use
 */
export function muonDirection(
  gradient: Float32Array,
  momentumState: Float32Array,
  momentum: number,
  gradientFactor: number,
): Float32Array {
  const direction = new Float32Array(gradient.length);
  for (let index = 0; index < direction.length; index++) {
    const g = gradient[index]! * gradientFactor;
    direction[index] = g + momentum * (momentum * momentumState[index]! + g);
  }
  return direction;
}

export interface MuonRange {
  /** Hidden part of θ, of its gradient and of the momentum, and the orthogonalised direction: equal lengths. The first and third are overwritten. */
  readonly parameters: Float32Array;
  readonly gradient: Float32Array;
  readonly momentumState: Float32Array;
  readonly orthogonal: Float32Array;
  readonly groups: readonly MatrixGroup[];
}

export interface MuonRates {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly momentum: number;
  readonly gradientFactor: number;
}

/** One Muon step over all hidden matrices: m ← μ m + g; θ ← θ (1 − lr · decay) − lr · rate(shape) · orthogonal. */
export function muonStep(
  { parameters, gradient, momentumState, orthogonal, groups }: MuonRange,
  rates: MuonRates,
): void {
  const { learningRate, momentum, gradientFactor } = rates;
  const keep = 1 - learningRate * rates.weightDecay;
  for (const { offset, count, rows, columns } of groups) {
    const rate = learningRate * muonRate(rows, columns);
    const end = offset + count * rows * columns;
    for (let index = offset; index < end; index++) {
      momentumState[index] = momentum * momentumState[index]! + gradient[index]! * gradientFactor;
      parameters[index] = parameters[index]! * keep - rate * orthogonal[index]!;
    }
  }
}
