import { createPace, type Slices } from "../core/slices.ts";
import type { ParameterLayout } from "../tensor/layout.ts";
import { FIXED_POINT } from "../tensor/quantized.ts";
import type { Candidate } from "./candidate.ts";
import { blocksOf, SLICE_VALUES, sumBlock } from "./sum.ts";

/**
 * Largest sum of the weights of a mean. With entries up to CODEBOOK_LIMIT = 2²⁸ every sum of products stays within 2²⁴ · 2²⁸ = 2⁵², below the
 * 2⁵³ up to which doubles hold every integer; 2²⁴ · FIXED_POINT = 2⁴⁸ is exact as well.
 */
export const WEIGHT_SUM_LIMIT = 16_777_216;

/** Σ weight · update / Σ weight as numbers, [parameterCount]: exact integer sums, one division, one rounding to float32. Zeros of nothing. */
export function* weightedMean(
  candidates: readonly Candidate[],
  weights: readonly number[],
  layout: ParameterLayout,
): Slices<Float32Array> {
  const mean = new Float32Array(layout.parameterCount);
  if (candidates.length === 0) return mean;
  const parts = boundedWeights(weights);
  const divisor = parts.reduce((total, part) => total + part, 0) * FIXED_POINT;
  const isLong = createPace(SLICE_VALUES);
  for (const block of blocksOf(layout)) {
    if (isLong(block.size * candidates.length)) yield;
    const sum = sumBlock(candidates, parts, block);
    for (let index = 0; index < sum.length; index++) mean[block.offset + index] = sum[index]! / divisor;
  }
  return mean;
}

/** The weights, halved together until their sum is within the limit; nobody's becomes zero. */
export function boundedWeights(weights: readonly number[]): readonly number[] {
  let divisor = 1;
  const halved = () => weights.map((weight) => Math.max(1, Math.floor(weight / divisor)));
  while (halved().reduce((sum, weight) => sum + weight, 0) > WEIGHT_SUM_LIMIT) divisor *= 2;
  return halved();
}
