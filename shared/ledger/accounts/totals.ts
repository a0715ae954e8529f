import type { Share } from "./share.ts";
import { type Sums, sumOf } from "./sums.ts";

export interface Totals extends Sums {
  /** Vested, of work and audits: what credit is made of. */
  readonly earned: bigint;
  /** Of contributions, 0 … 1; 0 of nothing. */
  readonly acceptedShare: number;
  /** Hours (UTC) in which something was committed. How long anybody computed is no public fact. */
  readonly activeHours: number;
}

/**
 * `firstAt` and `lastAt` are 0 of nothing.
 * @param before the last hour since 1970 that is left out; without it none is
 */
export function totalsOf(shares: readonly Share[], before: number = -Infinity): Totals {
  const sums = sumOf(shares.flatMap((share) => within(share, before)));
  const active = new Set<number>();
  for (const { hours } of shares)
    for (const { hour, contributionCount } of hours)
      if (hour > before && contributionCount > 0) active.add(hour);
  return {
    ...sums,
    firstAt: sums.firstAt === Infinity ? 0 : sums.firstAt,
    earned: sums.work.vested + sums.audits.vested,
    acceptedShare: sums.contributionCount === 0 ? 0 : sums.acceptedCount / sums.contributionCount,
    activeHours: active.size,
  };
}

/** What adds up to the share's sums after that hour: as few parts as possible. */
export function within({ hours, total }: Share, before: number): readonly Sums[] {
  return hours[0]!.hour > before ? [total] : hours.filter(({ hour }) => hour > before);
}
