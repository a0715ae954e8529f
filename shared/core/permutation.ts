import type { Random } from "./random.ts";

const FEISTEL_ROUNDS = 4;
/** Philox words per (round, half) pair are addressed as round · 2²⁷ + half: halves stay below 2²⁷ because counts stay below 2⁵³. */
const ROUND_STRIDE = 134217728;

/**
 * Position `index` of a random permutation of [0, count), computed without the others: a Feistel network over the next power of four,
 * walked until it lands inside. An epoch visits every sample once and needs no memory, and an auditor can jump to any step.
 * Source: Black & Rogaway 2002, "Ciphers with arbitrary finite domains".
 * @param count 1 ≤ count < 2⁵³
 */
export function permutedIndex(random: Random, index: number, count: number): number {
  let half = 1;
  while (half * half < count) half *= 2;
  let value = index;
  do value = feistel(random, value, half);
  while (value >= count);
  return value;
}

/** A bijection of [0, half²). */
function feistel(random: Random, value: number, half: number): number {
  let left = Math.floor(value / half);
  let right = value % half;
  for (let round = 0; round < FEISTEL_ROUNDS; round++) {
    const mixed = (left + random.below(half, round * ROUND_STRIDE + right)) % half;
    left = right;
    right = mixed;
  }
  return left * half + right;
}
