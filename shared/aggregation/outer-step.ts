/** Nesterov momentum over rounds, with rate 1. Source: Douillard et al. 2023 (DiLoCo); the numbers are measured (reference/algorithm-lab.md). */

const MOMENTUM = 0.5;

export interface OuterState {
  /** θ, [parameterCount]. */
  readonly parameters: Float32Array;
  /** b, [parameterCount]; zeros at the genesis. */
  readonly momentum: Float32Array;
}

/** b ← 0.5 b + u; θ ← θ − (u + 0.5 b), each stored as float32. @param mean u, the aggregate of the round. @returns new arrays */
export function outerStep({ parameters, momentum }: OuterState, mean: Float32Array): OuterState {
  const nextMomentum = new Float32Array(momentum.length);
  const nextParameters = new Float32Array(parameters.length);
  for (let index = 0; index < nextParameters.length; index++) {
    const u = mean[index]!;
    nextMomentum[index] = MOMENTUM * momentum[index]! + u;
    nextParameters[index] = parameters[index]! - (u + MOMENTUM * nextMomentum[index]!);
  }
  return { parameters: nextParameters, momentum: nextMomentum };
}
