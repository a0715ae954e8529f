/** What the leaderboard says. */
import type { ExportFormat, LeaderboardQuery, LeaderboardView } from "../../../worker/ledger-api.ts";
import { formatCount } from "../../text/format.ts";
import { formatMoment } from "./dates.ts";

type Window = LeaderboardQuery["window"];
type Grouping = LeaderboardQuery["by"];

export const WINDOW_NAMES: Readonly<Record<Window, string>> = {
  "24h": "24 h",
  "7d": "7 days",
  "30d": "30 days",
  all: "All",
};

export const GROUPING_NAMES: Readonly<Record<Grouping, string>> = {
  person: "People",
  team: "Teams",
  country: "Countries",
};

export const SCOPE_NAMES = { project: "This project", all: "All projects" } as const;

export const BOARD_TEXT = {
  window: "Time",
  grouping: "Who",
  scope: "Where",
  rank: "Rank",
  name: "Name",
  credit: "Credit",
  pending: "Pending",
  recent: "Recent/day",
  recentTitle: "Recent average: credit a day, of which half is forgotten every 7 days",
  accepted: "Accepted",
  contributions: "Contributions",
  last: "Last one",
  you: "you",
  generated: "generated",
  noCountry: "Not said",
  empty: "Nobody has given anything here yet.",
  emptyWindow: "A longer time shows more.",
  more: "Show more",
  noReceipts: "None of these receipts is on this computer.",
  newest: "Newest receipts",
  exportTitle: "Take it with you",
  exportFiles: "Leaderboard as a file",
  exportNote: "Files name only people who chose to be listed.",
  bundle: "Export bundle",
  bundleNote: "Everything that proves this project’s history, in one file that anybody can verify.",
  noProject: "The project is known once a round has been trained here.",
  noBundle: "This browser has nothing of this project yet.",
  making: "Being made…",
  saved: (file: string) => `Saved as ${file}.`,
} as const;

/** "as of Nov 14, 2026, 14:02:07, from 18,204 signed records". */
export const asOfWords = ({ asOf, recordCount }: LeaderboardView): string =>
  recordCount === 0
    ? "No records here yet."
    : `As of ${formatMoment(asOf)}, from ${formatCount(recordCount)} signed records.`;

/** "50 of 1,204 people". */
export function countWords({ rows, rowCount }: LeaderboardView, by: Grouping): string {
  const names = GROUPING_NAMES[by].toLowerCase();
  return rows.length < rowCount
    ? `${formatCount(rows.length)} of ${formatCount(rowCount)} ${names}`
    : `${formatCount(rowCount)} ${rowCount === 1 ? SINGULAR[by] : names}`;
}

const SINGULAR: Readonly<Record<Grouping, string>> = { person: "person", team: "team", country: "country" };

export const EXPORTS: readonly {
  readonly format: ExportFormat;
  readonly file: string;
  readonly type: string;
}[] = [
  { format: "json", file: "leaderboard.json", type: "application/json" },
  { format: "csv", file: "leaderboard.csv", type: "text/csv" },
  { format: "user.xml", file: "user.xml", type: "application/xml" },
  { format: "team.xml", file: "team.xml", type: "application/xml" },
  { format: "tables.xml", file: "tables.xml", type: "application/xml" },
];
