/** What the leaderboard says of itself. */
import type { ExportFormat, LeaderboardQuery, LeaderboardView } from "../../../worker/ledger-views/board.ts";
import { RETENTION_DAYS } from "../../../shared/ledger/retention.ts";
import { say } from "../../messages/say.ts";
import { formatCount } from "../../text/format.ts";
import { formatMoment } from "./dates.ts";

/** "As of Nov 14, 2026, 14:02:07, from 18,204 signed records." And what is counted without its records. */
export function asOfWords({ asOf, recordCount, closedCount }: LeaderboardView): string {
  if (recordCount === 0) return "";
  const asOfSentence = say("board.as-of", {
    moment: formatMoment(asOf),
    records: formatCount(recordCount),
  });
  if (closedCount === 0) return asOfSentence;
  return `${asOfSentence} ${say("board.included", { count: closedCount, days: formatCount(RETENTION_DAYS) })}`;
}

/** "50 of 1,204 people", or "Ranks 807 to 817 of 1,204 people" where the first ones are not shown. */
export function countWords({ rows, rowCount: count }: LeaderboardView, by: LeaderboardQuery["by"]): string {
  const [first, last] = [rows[0]?.rank ?? 1, rows.at(-1)?.rank ?? 1];
  const isStretch = first > 1 && last - first === rows.length - 1 && rows.length < count;
  if (isStretch)
    return say("board.ranks", {
      first: formatCount(first),
      last: formatCount(last),
      total: say(`board.count.${by}`, { count }),
    });
  return rows.length < count
    ? say(`board.shown.${by}`, { shown: formatCount(rows.length), count })
    : say(`board.count.${by}`, { count });
}

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
