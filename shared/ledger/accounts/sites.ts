/**
 * What was given on which site: sums over contributions that name one. A site is what the giving browser says, and nobody can check it, so that credit, vesting
 * and sanctions know nothing of sites. Only contributions whose records are kept can be counted: sums of older ones do not say where they were given.
 */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { CreditLine } from "./credit-line.ts";
import { type BoardWindow, lastHourBefore } from "./ranking.ts";
import { HOUR_SECONDS } from "./recent-average.ts";

export interface SiteTotals {
  /** As shared/core/site.ts spells it. */
  readonly site: string;
  /** Floating-point operations that count for good, and those that may yet. */
  readonly vested: bigint;
  readonly pending: bigint;
  readonly contributionCount: number;
  readonly deviceCount: number;
  /** Of the commits, in seconds since 1970. */
  readonly firstAt: number;
  readonly lastAt: number;
}

export interface SitesQuery {
  /** As on leaderboards: so many hours (UTC), the one that is running included. */
  readonly window: BoardWindow;
  readonly nowSeconds: number;
}

/**
 * Most vested first, then most pending, then by name: a total order, so that everybody sees the same.
 * @param siteOf of a contribution; null for one that was given on no site, or is not kept
 */
export function siteTotals(
  lines: Iterable<CreditLine>,
  siteOf: (contribution: Hash) => string | null,
  { window, nowSeconds }: SitesQuery,
): readonly SiteTotals[] {
  const before = lastHourBefore(window, nowSeconds);
  const sums = new Map<string, Sum>();
  for (const line of lines) {
    if (line.kind !== "work" || Math.floor(line.at / HOUR_SECONDS) <= before) continue;
    const site = siteOf(line.record);
    if (site === null) continue;
    const sum = sums.get(site) ?? noSum();
    sums.set(site, sum);
    add(sum, line);
  }
  return [...sums]
    .map(([site, { devices, ...sum }]) => ({ site, ...sum, deviceCount: devices.size }))
    .sort((a, b) => compare(b.vested, a.vested) || compare(b.pending, a.pending) || compare(a.site, b.site));
}

type Sum = {
  -readonly [Field in Exclude<keyof SiteTotals, "site" | "deviceCount">]: SiteTotals[Field];
} & { readonly devices: Set<PeerId> };

const noSum = (): Sum => ({
  vested: 0n,
  pending: 0n,
  contributionCount: 0,
  firstAt: Infinity,
  lastAt: 0,
  devices: new Set(),
});

function add(sum: Sum, { flops, state, at, device }: CreditLine): void {
  if (state === "vested") sum.vested += flops;
  if (state === "pending") sum.pending += flops;
  sum.contributionCount++;
  sum.devices.add(device);
  sum.firstAt = Math.min(sum.firstAt, at);
  sum.lastAt = Math.max(sum.lastAt, at);
}

function compare<T extends bigint | string>(a: T, b: T): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
