/** Euclidean norm of `gradient`, summed in double precision in index order; not finite as soon as one value is not. */
export function globalNorm(gradient: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < gradient.length; index++) sum += gradient[index]! * gradient[index]!;
  return Math.sqrt(sum);
}

/**
 * Factor that brings a gradient of norm `norm` down to `limit`, and at most 1.
 * Source: Pascanu, Mikolov & Bengio 2013, "On the difficulty of training recurrent neural networks".
 */
export function clipFactor(norm: number, limit: number): number {
  return norm > limit ? limit / norm : 1;
}
