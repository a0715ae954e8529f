/** Several tabs of one project: brings them together, and compares what they hold. */
import type { SwarmTab } from "./swarm-tab.ts";

/** Rounds that tabs may need to find to one head; each of them may have begun alone. */
const ROUNDS_APART = 30;

/** Waits until all of them are linked to each other and show one head. @returns its round */
export async function untilTogether(tabs: readonly SwarmTab[]): Promise<number> {
  const since = tabs.map(({ sightings }) => Math.max(0, sightings.length - 1));
  await Promise.all(tabs.map((tab) => tab.untilPeers(tabs.length - 1)));
  const first = latestRound(tabs);
  for (let round = first; round <= first + ROUNDS_APART; round++) {
    await untilRound(tabs, round);
    const shown = tabs.map(({ sightings }, index) =>
      sightings.slice(since[index]).filter((seen) => seen.round === round),
    );
    const isShared = ({ head }: { readonly head: string }) =>
      shown.every((seen) => seen.some((other) => other.head === head));
    if (shown[0]?.some(isShared) === true) return round;
  }
  throw new Error(`${tabs.length} tabs found no common head in ${ROUNDS_APART} rounds`);
}

export async function untilRound(tabs: readonly SwarmTab[], round: number): Promise<void> {
  await Promise.all(tabs.map((tab) => tab.untilRound(round)));
}

export function latestRound(tabs: readonly SwarmTab[]): number {
  return Math.max(...tabs.map(({ now }) => now.round).filter((round) => !Number.isNaN(round)), 0);
}

export interface HeadComparison {
  /** From `first` to `last`: how many different heads the tabs showed. */
  readonly headCounts: readonly number[];
  /** Rounds of which a tab showed no head. */
  readonly missed: readonly string[];
}

/** Compares the heads of these rounds, which all the tabs went through together. */
export function compareHeads(tabs: readonly SwarmTab[], first: number, last: number): HeadComparison {
  const rounds = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const heads = tabs.map((tab) => tab.headsFrom(first));
  return {
    headCounts: rounds.map((round) => new Set(heads.flatMap((of) => [...(of.get(round) ?? [])])).size),
    missed: tabs.flatMap(({ name }, index) =>
      rounds.filter((round) => !heads[index]!.has(round)).map((round) => `${name}: ${round}`),
    ),
  };
}
