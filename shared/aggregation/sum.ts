/** Sums over candidates, block by block: a block of sums stays in the processor's cache while every candidate is added to it. */
import type { ParameterLayout } from "../tensor/layout.ts";
import type { Candidate } from "./candidate.ts";

/** 128 KiB of sums: half of the second-level cache of small cores. */
const BLOCK_VALUES = 16_384;

/** Values of updates that are worked on in one go: some tens of milliseconds on a slow computer. */
export const SLICE_VALUES = 2_000_000;

/** A part of a parameter. */
export interface Block {
  readonly tensor: number;
  /** First value, counted from the start of the parameter, and of θ. */
  readonly start: number;
  readonly offset: number;
  readonly size: number;
}

/** All parameters cut into blocks, in the order of θ. */
export function blocksOf({ parameters }: ParameterLayout): Block[] {
  return parameters.flatMap((parameter, tensor) =>
    Array.from({ length: Math.ceil(parameter.size / BLOCK_VALUES) }, (_, index) => {
      const start = index * BLOCK_VALUES;
      const size = Math.min(BLOCK_VALUES, parameter.size - start);
      return { tensor, start, offset: parameter.offset + start, size };
    }),
  );
}

/**
 * Σ weight · value of a block, [size]. Weights are whole numbers; as long as every sum stays below 2⁵³ (the callers' business) the result is exact, and so the
 * same in any order.
 */
export function sumBlock(
  candidates: readonly Candidate[],
  weights: readonly number[],
  block: Block,
): Float64Array {
  const sum = new Float64Array(block.size);
  candidates.forEach((candidate, index) => {
    const weight = weights[index]!;
    if (weight !== 0) addBlock(sum, candidate, block, weight);
  });
  return sum;
}

function addBlock(
  sum: Float64Array,
  { update, codebooks }: Candidate,
  { tensor, start }: Block,
  weight: number,
): void {
  const { codes } = update[tensor]!;
  const products = Float64Array.from(codebooks[tensor]!, (value) => value * weight);
  for (let index = 0; index < sum.length; index++) sum[index]! += products[codes[start + index]!]!;
}

/** ⟨sum, candidate⟩ over a block, added up in index order. */
export function dotBlock(
  sum: Float64Array,
  { update, codebooks }: Candidate,
  { tensor, start }: Block,
): number {
  const { codes } = update[tensor]!;
  const values = Float64Array.from(codebooks[tensor]!);
  let dot = 0;
  for (let index = 0; index < sum.length; index++) dot += values[codes[start + index]!]! * sum[index]!;
  return dot;
}
