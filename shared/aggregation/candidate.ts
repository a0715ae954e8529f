import type { QuantizedUpdate } from "../tensor/quantized.ts";

/** What one peer brings to a round. */
export interface WeightedUpdate {
  /** The device; no two are equal. */
  readonly id: string;
  /** Units trained on, claimed: a whole number from 1 to 2⁵³ − 1. */
  readonly tokens: number;
  readonly update: QuantizedUpdate;
}

/** An update on its way through aggregation: each step replaces its codebooks and leaves its codes alone. */
export interface Candidate extends WeightedUpdate {
  /** One for each tensor. */
  readonly codebooks: readonly Int32Array[];
  /** For each tensor how often each codebook entry occurs. */
  readonly counts: readonly Float64Array[];
  /** Σ value² in the units of the codebook: exact, then rounded once. */
  readonly squaredNorm: number;
}

export function measure(weighted: WeightedUpdate): Candidate {
  const codebooks = weighted.update.map(({ codebook }) => codebook);
  const counts = weighted.update.map(({ codebook, codes }) => {
    const occurrences = new Float64Array(codebook.length);
    for (let index = 0; index < codes.length; index++) occurrences[codes[index]!]!++;
    return occurrences;
  });
  return { ...weighted, codebooks, counts, squaredNorm: squaredNormOf(codebooks, counts) };
}

/** The same codes with other values. */
export function withCodebooks(candidate: Candidate, codebooks: readonly Int32Array[]): Candidate {
  return { ...candidate, codebooks, squaredNorm: squaredNormOf(codebooks, candidate.counts) };
}

/** In integers without end, because squares of entries exceed 2⁵³. */
function squaredNormOf(codebooks: readonly Int32Array[], counts: readonly Float64Array[]): number {
  let sum = 0n;
  codebooks.forEach((codebook, tensor) =>
    codebook.forEach(
      (value, entry) => (sum += BigInt(counts[tensor]![entry]!) * BigInt(value) * BigInt(value)),
    ),
  );
  return Number(sum);
}
