/**
 * Refuses updates that point elsewhere than the others do. Honest peers train the same model on the same data, so their updates share a direction; a sign-flipped or
 * random one does not share it. Measured (reference/algorithm-lab.md, decision 0010): honest cosines ≥ 0.17, random ones ≤ 0.004.
 */
import { createPace, type Slices } from "../core/slices.ts";
import type { ParameterLayout } from "../tensor/layout.ts";
import type { Candidate } from "./candidate.ts";
import { median } from "./median.ts";
import { blocksOf, dotBlock, SLICE_VALUES, sumBlock } from "./sum.ts";

/** An update with a cosine up to this is refused, or up to this share of the cell's median: honest cosines shrink as training converges. */
export const COSINE_THRESHOLD = 0.05;
const MEDIAN_SHARE = 0.25;
/** With fewer updates nobody can tell who is the odd one out. */
export const FILTER_MIN_UPDATES = 4;
/** Each pass judges everybody by the sum of those whom the pass before kept: without the attackers in it the direction is clearer. */
const PASSES = 3;

/** For each candidate whether it is kept. Judges in the given order, in double precision: the same order gives the same bits. */
export function* filterByCosine(
  candidates: readonly Candidate[],
  layout: ParameterLayout,
): Slices<boolean[]> {
  let kept = candidates.map(() => true);
  if (candidates.length < FILTER_MIN_UPDATES) return kept;
  for (let pass = 0; pass < PASSES; pass++) {
    const cosines = yield* leaveOneOutCosines(candidates, kept, layout);
    const limit = Math.min(COSINE_THRESHOLD, Math.max(0, MEDIAN_SHARE * median(cosines)));
    const judged = cosines.map((cosine) => cosine > limit);
    if (judged.every((isKept, index) => isKept === kept[index])) break;
    kept = judged;
  }
  return kept;
}

/** Cosine of each candidate with the sum of the kept others; 0 where either is zero. */
export function* leaveOneOutCosines(
  candidates: readonly Candidate[],
  kept: readonly boolean[],
  layout: ParameterLayout,
): Slices<number[]> {
  const dots = candidates.map(() => 0);
  let sumSquare = 0;
  const weights = kept.map(Number);
  const isLong = createPace(SLICE_VALUES);
  for (const block of blocksOf(layout)) {
    if (isLong(block.size * candidates.length)) yield;
    const sum = sumBlock(candidates, weights, block);
    for (let index = 0; index < sum.length; index++) sumSquare += sum[index]! * sum[index]!;
    candidates.forEach((candidate, index) => (dots[index]! += dotBlock(sum, candidate, block)));
  }
  return candidates.map(({ squaredNorm: own }, index) => {
    const dot = dots[index]!;
    const [dotOthers, squareOthers] = kept[index]!
      ? [dot - own, sumSquare - 2 * dot + own]
      : [dot, sumSquare];
    return own > 0 && squareOthers > 0 ? dotOthers / Math.sqrt(own * squareOthers) : 0;
  });
}
