/** Clipping to the cell's median norm: whoever shouts is heard as loudly as the others. Measured in reference/algorithm-lab.md. */
import { type Candidate, withCodebooks } from "./candidate.ts";
import { median } from "./median.ts";

/** Scales down the codebooks of those whose norm is above the median. */
export function clipToMedianNorm(candidates: readonly Candidate[]): Candidate[] {
  const norms = candidates.map(({ squaredNorm }) => Math.sqrt(squaredNorm));
  const limit = median(norms);
  return candidates.map((candidate, index) => {
    const factor = limit / norms[index]!;
    if (!(factor < 1)) return candidate;
    return withCodebooks(
      candidate,
      candidate.codebooks.map((codebook) => codebook.map((value) => scaled(value, factor))),
    );
  });
}

/** The nearest integer, halves away from zero: an update and its opposite stay opposites. */
function scaled(value: number, factor: number): number {
  return Math.sign(value) * Math.floor(Math.abs(value) * factor + 0.5);
}
