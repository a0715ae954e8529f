/**
 * How long to wait for the others: learned from how late they were before, because a fixed guess is wrong for every swarm. Source of the rule
 * (median + k · MAD): hivemind issue 676.
 */

/**
 * Nobody ends its part of a round sooner: peers adopt a head some tenths of a second apart, and who is done by then would go on alone, from round to
 * round, and leave everybody behind. All the steps that a small table may take need less than that.
 */
export const SHORTEST_ROUND_MS = 1_000;

/** How late contributions of the last rounds came, in milliseconds after this peer began to wait for them, oldest first. */
export type Arrivals = readonly number[];

/** Some eight rounds of a small cell. */
const REMEMBERED = 64;
/** Before anything was seen; a first visitor's connection is slower than a home network. */
const UNKNOWN_MS = 5_000;
/** Timers and a slow inner step of somebody else scatter this much. */
const SHORTEST_MS = 1_500;
/** A peer that needs longer misses the round: the others' time is worth more than its update. */
const LONGEST_MS = 8_000;
const DEVIATIONS = 4;
const FIRST_VIEW_MS = 3_000;
const LONGEST_VIEW_MS = 10_000;
/** To compute and to propose. */
const LEADER_MARGIN_MS = 1_000;
const VIEW_GROWTH_MS = 500;

export const NO_ARRIVALS: Arrivals = [];

export function addArrival(arrivals: Arrivals, lateMs: number): Arrivals {
  return [...arrivals, Math.max(0, lateMs)].slice(-REMEMBERED);
}

/** Milliseconds to wait for the others. */
export function waitMs(arrivals: Arrivals): number {
  if (arrivals.length === 0) return UNKNOWN_MS;
  const middle = median(arrivals);
  const spread = median(arrivals.map((arrival) => Math.abs(arrival - middle)));
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, middle + DEVIATIONS * spread));
}

/** Of a long round this share may be spent on waiting for the updates of slow lines. */
const REVEAL_SHARE = 0.1;

/** Milliseconds to wait for the others' updates. @param reveals how late they were before */
export function revealWaitMs(reveals: Arrivals, roundMs: number): number {
  return Math.min(LONGEST_MS, Math.max(waitMs(reveals), roundMs * REVEAL_SHARE));
}

/**
 * How long a leader has: it may still wait for an update that everybody else has, and a view that ends before only scatters the votes. Later views wait longer, so
 * that peers whose clocks started apart meet in one.
 * @param revealMs how long it may wait for updates
 */
export function viewMs(view: number, revealMs: number): number {
  const firstMs = Math.max(FIRST_VIEW_MS, revealMs + LEADER_MARGIN_MS);
  return Math.min(LONGEST_VIEW_MS, firstMs + VIEW_GROWTH_MS * view);
}

function median(values: readonly number[]): number {
  const ascending = values.toSorted((a, b) => a - b);
  const middle = ascending.length >> 1;
  return ascending.length % 2 === 1 ? ascending[middle]! : (ascending[middle - 1]! + ascending[middle]!) / 2;
}
