/** Who gave how much: groups of shares in order. Names are put to them elsewhere (board.ts). */
import { HOUR_SECONDS, recentAverage } from "./recent-average.ts";
import type { Share } from "./share.ts";
import { type Totals, totalsOf, within } from "./totals.ts";

export type BoardWindow = "all" | "30d" | "7d" | "24h";

/** What is compared first. Hours are those (UTC) in which something was committed; contributions those that counted in their round. */
export type RankingUnit = "earned" | "hours" | "contributions";

export interface RankingQuery {
  /** So many hours (UTC), the one that is running included; what lies in the future is of now. */
  readonly window: BoardWindow;
  readonly nowSeconds: number;
  /** Rows at most. */
  readonly limit: number;
  /** Key of a row that is to be among them, in the middle if it can be; without it, or if it has none, the first rows. */
  readonly around?: string | undefined;
  /** What was earned, where nothing is said. */
  readonly unit?: RankingUnit | undefined;
}

export interface RankedGroup {
  /** From 1. */
  readonly rank: number;
  readonly key: string;
  /** Within the window. */
  readonly totals: Totals;
  /** Credits a day; whatever the window. */
  readonly recentAverage: number;
}

const DAY_HOURS = 24;
const WINDOW_HOURS: Readonly<Record<BoardWindow, number>> = {
  all: Infinity,
  "30d": 30 * DAY_HOURS,
  "7d": 7 * DAY_HOURS,
  "24h": DAY_HOURS,
};

/** The last hour since 1970 (UTC) that is out of the window. */
export const lastHourBefore = (window: BoardWindow, nowSeconds: number): number =>
  Math.floor(nowSeconds / HOUR_SECONDS) - WINDOW_HOURS[window];

/** Most first, of the unit, then earned, then pending, then by key: a total order, so that everybody sees the same. */
export function rankGroups(
  shares: readonly Share[],
  { window, nowSeconds, limit, around, unit = "earned" }: RankingQuery,
  keyOf: (share: Share) => string | null,
): { readonly groups: readonly RankedGroup[]; readonly groupCount: number } {
  const before = lastHourBefore(window, nowSeconds);
  const ranking = rank(shares, before, unit, keyOf);
  const at = around === undefined ? -1 : ranking.findIndex(({ key }) => key === around);
  const start = Math.max(0, Math.min(at - (limit >> 1), ranking.length - limit));
  const groups = ranking.slice(start, start + limit).map(({ key, members }, index) => ({
    rank: start + index + 1,
    key,
    totals: totalsOf(members, before),
    recentAverage: recentAverage(members, nowSeconds),
  }));
  return { groups, groupCount: ranking.length };
}

interface Contender {
  readonly key: string;
  readonly members: Share[];
  /** Whether anything of it lies within the window. */
  isPresent: boolean;
  earned: bigint;
  pending: bigint;
}

/** @param before the last hour that is out of the window */
function rank(
  shares: readonly Share[],
  before: number,
  unit: RankingUnit,
  keyOf: (share: Share) => string | null,
): readonly Contender[] {
  const contenders = new Map<string, Contender>();
  for (const share of shares) {
    const key = keyOf(share);
    if (key === null) continue;
    const nobody = { key, members: [], isPresent: false, earned: 0n, pending: 0n };
    const contender: Contender = contenders.get(key) ?? nobody;
    contenders.set(key, contender);
    contender.members.push(share);
    contender.isPresent ||= share.hours.at(-1)!.hour > before;
    for (const { work, audits } of within(share, before)) {
      contender.earned += work.vested + audits.vested;
      contender.pending += work.pending + audits.pending;
    }
  }
  const present = [...contenders.values()].filter(({ isPresent }) => isPresent);
  const counts = new Map(present.map((each) => [each, countOf(each, before, unit)]));
  return present.sort(
    (a, b) =>
      compare(counts.get(b)!, counts.get(a)!) ||
      compare(b.earned, a.earned) ||
      compare(b.pending, a.pending) ||
      (a.key < b.key ? -1 : 1),
  );
}

/** Nothing where what was earned decides. */
function countOf({ members }: Contender, before: number, unit: RankingUnit): number {
  if (unit === "earned") return 0;
  const { activeHours, acceptedCount } = totalsOf(members, before);
  return unit === "hours" ? activeHours : acceptedCount;
}

function compare<T extends bigint | number>(a: T, b: T): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
