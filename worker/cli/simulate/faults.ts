/** What a simulation does to its peers on purpose: tabs that close and are replaced, and transfers that break. */
import type { Random } from "../../../shared/core/random.ts";

export interface FaultRates {
  /** Share of peers replaced in every round. */
  readonly churn: number;
  /** Share of updates, of all that one peer sends to another, whose link breaks under way. */
  readonly cut: number;
}

/** Which of `count` slots lose their peer in this round, and when, as a share of the round. One is always spared: somebody must keep the head. */
export function drawDepartures(
  random: Random,
  { churn }: FaultRates,
  count: number,
  round: number,
): readonly { readonly slot: number; readonly share: number }[] {
  // Shares that are no whole number of peers add up over the rounds.
  const departures = Math.floor(churn * count * round) - Math.floor(churn * count * (round - 1));
  const draws = random.fork(`departures ${round}`);
  const slots = Array.from({ length: count }, (_, slot) => slot)
    .map((slot) => ({ slot, rank: draws.word(2 * slot), share: draws.uniform(2 * slot + 1) }))
    .toSorted((a, b) => a.rank - b.rank);
  return slots.slice(0, Math.min(departures, count - 1));
}

/** When the transfer from one peer to another in this round breaks, as a share of its duration; null when it does not. */
export function drawCut(random: Random, { cut }: FaultRates, round: number, from: string, to: string) {
  const draws = random.fork(`cut ${round} ${from} ${to}`);
  return draws.uniform(0) < cut ? draws.uniform(1) : null;
}
