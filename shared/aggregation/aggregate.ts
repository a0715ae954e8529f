/**
 * From the updates of a round to the mean that everybody applies. Every peer computes the same bits, in whatever order the updates arrived: they are
 * sorted by device, and all sums that end up in θ are sums of integers. DESIGN.md, section 5.
 */
import { assert } from "../core/assert.ts";
import { createPace, runAtOnce, type Slices } from "../core/slices.ts";
import type { ParameterLayout } from "../tensor/layout.ts";
import type { QuantizedUpdate } from "../tensor/quantized.ts";
import { clipToMedianNorm } from "./clip.ts";
import { type Candidate, measure, type WeightedUpdate } from "./candidate.ts";
import { filterByCosine } from "./cosine-filter.ts";
import { SLICE_VALUES } from "./sum.ts";
import { weightedMean } from "./weighted-mean.ts";
import { capTokens } from "./weights.ts";

export interface Refusal {
  readonly id: string;
  readonly reason: "zero" | "duplicate" | "direction";
}

export interface Aggregate {
  /** For each update, in the order given: its units after the cap; 0 where it was refused. */
  readonly weights: readonly number[];
  /** The token-weighted mean of the clipped updates that were not refused, [parameterCount]; zeros when there is none. */
  readonly mean: Float32Array;
  /** By device, ascending. */
  readonly refused: readonly Refusal[];
}

/** @param updates of different devices, decoded with this layout; their number is bounded by the cell's size */
export function aggregate(updates: readonly WeightedUpdate[], layout: ParameterLayout): Aggregate {
  return runAtOnce(aggregateSlices(updates, layout));
}

/** The same, so that a worker can do other things in between: all updates of a large model take seconds. */
export function* aggregateSlices(
  updates: readonly WeightedUpdate[],
  layout: ParameterLayout,
): Slices<Aggregate> {
  const sorted = updates.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  assert(
    sorted.every(({ id }, index) => id !== sorted[index - 1]?.id),
    "two updates of one device in a round",
  );
  const refused: Refusal[] = [];
  const measured: Candidate[] = [];
  const isLong = createPace(SLICE_VALUES);
  for (const update of sorted) {
    measured.push(measure(update));
    if (isLong(layout.parameterCount)) yield;
  }
  const sound = measured.filter((candidate, index, all) => {
    const reason = reasonAgainst(candidate, all.slice(0, index));
    if (reason !== null) refused.push({ id: candidate.id, reason });
    return reason === null;
  });
  const candidates = clipToMedianNorm(sound);
  const tokens = capTokens(candidates.map((candidate) => candidate.tokens));
  const kept = yield* filterByCosine(candidates, layout);
  const weightOf = new Map<string, number>();
  candidates.forEach(({ id }, index) => {
    if (kept[index]!) weightOf.set(id, tokens[index]!);
    else refused.push({ id, reason: "direction" });
  });
  const mean = yield* weightedMean(
    candidates.filter((_, index) => kept[index]),
    tokens.filter((_, index) => kept[index]),
    layout,
  );
  return {
    weights: updates.map(({ id }) => weightOf.get(id) ?? 0),
    mean,
    refused: refused.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** An update of zeros claims work that was not done. Of equal ones only the first device's counts: the same work is not twice the work. */
function reasonAgainst(candidate: Candidate, earlier: readonly Candidate[]): Refusal["reason"] | null {
  if (candidate.squaredNorm === 0) return "zero";
  return earlier.some((other) => isSame(candidate.update, other.update)) ? "duplicate" : null;
}

function isSame(a: QuantizedUpdate, b: QuantizedUpdate): boolean {
  return a.every(({ codebook, codes }, tensor) => {
    const other = b[tensor]!;
    return areEqual(codebook, other.codebook) && areEqual(codes, other.codes);
  });
}

function areEqual(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
