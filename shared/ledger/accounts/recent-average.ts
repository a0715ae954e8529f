/**
 * Recent average credit: what somebody earns a day, with old days counting ever less. BOINC keeps a running number with the same half-life of a week, which
 * depends on when it was last brought up to date and in what order; this is its closed form, computed when it is read, so that whoever has left sinks, and
 * everybody reads the same.
 */
import { exactExp } from "../../core/exact-math.ts";
import { creditOf } from "../credit-unit.ts";
import type { HourSums, Share } from "./share.ts";

export const HOUR_SECONDS = 3_600;
const HOURS_OF_DAY = 24;
/** ln 2 over a week, in 1/h. */
const DECAY = 0.6931471805599453 / (7 * HOURS_OF_DAY);
/** Decays further than this are nothing, and beyond what exactExp takes. */
const MOST_EXPONENT = 700;

export interface Decayed {
  /** Σ credit · e^(−λ·age) of what is vested, as of `hour`. */
  readonly credit: number;
  /** Last hour since 1970 in which something was earned. */
  readonly hour: number;
  /** First one; Infinity when nothing was earned. */
  readonly firstHour: number;
}

/** @param hours ascending: sums of real numbers depend on their order */
export function decayedSum(hours: readonly HourSums[]): Decayed {
  let sum: Decayed = { credit: 0, hour: -Infinity, firstHour: Infinity };
  for (const { hour, work, audits } of hours) {
    const credit = creditOf(work.vested + audits.vested);
    if (credit === 0) continue;
    const before = sum.credit === 0 ? 0 : sum.credit * decayed(hour - sum.hour);
    sum = { credit: before + credit, hour, firstHour: Math.min(sum.firstHour, hour) };
  }
  return sum;
}

/**
 * Σ credit · e^(−λ·age), over what the same would give for one credit an hour since the first: a mean over the time that somebody is here, weighted. That time
 * is an hour at least, or the first minute would make a champion. What was earned within an hour counts from its beginning on, and what lies in the future as
 * of now.
 * @param shares of one person or team
 * @returns credits a day
 */
export function recentAverage(shares: readonly Share[], nowSeconds: number): number {
  const now = nowSeconds / HOUR_SECONDS;
  const earning = shares.filter((share) => share.decayed.credit > 0).sort(byName);
  if (earning.length === 0) return 0;
  const credit = earning.reduce(
    (sum, share) => sum + share.decayed.credit * decayed(now - share.decayed.hour),
    0,
  );
  const firstHour = earning.reduce((first, share) => Math.min(first, share.decayed.firstHour), now);
  return (credit * DECAY * HOURS_OF_DAY) / (1 - decayed(Math.max(1, now - firstHour)));
}

/** e^(−λ·hours). */
function decayed(hours: number): number {
  const exponent = DECAY * Math.max(0, hours);
  return exponent > MOST_EXPONENT ? 0 : exactExp(-exponent);
}

/** Sums of real numbers depend on their order, so it is the same for everybody. */
function byName(a: Share, b: Share): number {
  return nameOf(a) < nameOf(b) ? -1 : 1;
}

function nameOf({ project, device, root, team }: Share): string {
  return `${project} ${device} ${root} ${team}`;
}
