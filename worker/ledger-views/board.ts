/** What the page shows of leaderboards, and of sites that hold the widget. Types only, as in ledger-views/receipts.ts. */
import type { Hash } from "../../shared/core/ids.ts";

export interface LeaderboardQuery {
  readonly window: "all" | "30d" | "7d" | "24h";
  readonly project: Hash | null;
  readonly by: "person" | "team" | "country";
  /** Rows at most. */
  readonly limit: number;
  /** What decides the order; what was earned where nothing is said. */
  readonly unit?: "earned" | "hours" | "contributions" | undefined;
  /** Where the own row is not among the first: those around it in their place. */
  readonly isAroundOwn?: boolean | undefined;
  /** Only people or teams whose name has this in it; they keep their ranks. */
  readonly name?: string | undefined;
}

export interface LeaderboardRow {
  readonly rank: number;
  /** Root key, team id or country code. */
  readonly key: string;
  readonly name: string;
  /** False for a pseudonym. */
  readonly isNameChosen: boolean;
  readonly isOwn: boolean;
  readonly vested: number;
  readonly pending: number;
  readonly recentAverage: number;
  readonly contributions: number;
  /** Those that counted in their round. */
  readonly accepted: number;
  /** Hours (UTC) in which something was committed. */
  readonly activeHours: number;
  /** What `vested` is made of. */
  readonly flops: string;
  readonly acceptedShare: number;
  readonly lastAt: number;
}

export interface LeaderboardView {
  readonly rows: readonly LeaderboardRow[];
  /** The own row when it is not among them. */
  readonly own: LeaderboardRow | null;
  /** Of the whole board, or of what was searched for. */
  readonly rowCount: number;
  readonly asOf: number;
  readonly recordCount: number;
  /** Contributions of which only the sums are kept. */
  readonly closedCount: number;
}

export interface SitesQuery {
  readonly window: LeaderboardQuery["window"];
  /** One alone; null for all. */
  readonly site: string | null;
  /** Rows at most. */
  readonly limit: number;
}

/** What was given on a site, as the giving browsers say. */
export interface SiteRow {
  readonly rank: number;
  /** An origin, as shared/core/site.ts spells it. */
  readonly site: string;
  readonly vested: number;
  readonly pending: number;
  readonly contributions: number;
  readonly devices: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** The meanings are those of a leaderboard. */
export interface SitesView {
  readonly rows: readonly SiteRow[];
  readonly rowCount: number;
  readonly asOf: number;
  /** Contributions behind all rows. */
  readonly receiptCount: number;
  /** Contributions of which only sums are kept: what they gave is in no row. */
  readonly closedCount: number;
}

export type ExportFormat = "json" | "csv" | "user.xml" | "team.xml" | "tables.xml";
