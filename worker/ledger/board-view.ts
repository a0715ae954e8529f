/** Leaderboards as the page shows them. */
import type { BoardQuery, BoardRow } from "../../shared/ledger/accounts/board.ts";
import { creditOf } from "../../shared/ledger/credit-unit.ts";
import { shownName } from "../../shared/ledger/exports/board-export.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import type { LeaderboardQuery, LeaderboardRow, LeaderboardView } from "../ledger-api.ts";

/** Rows of one answer, however many are asked for. */
const MOST_ROWS = 1_000;

/**
 * @param own key of the visitor's own row: their root, team or country; null for none
 * @param asOf time of the newest record
 */
export function boardView(
  { book, accounts }: Ledger,
  query: LeaderboardQuery,
  {
    own,
    asOf,
    nowSeconds,
  }: { readonly own: string | null; readonly asOf: number; readonly nowSeconds: number },
): LeaderboardView {
  const limit = Math.max(1, Math.min(query.limit, MOST_ROWS));
  const board = (part: Pick<BoardQuery, "limit" | "around">) =>
    accounts.leaderboard({ project: query.project, by: query.by, window: query.window, nowSeconds, ...part });
  const { rows, rowCount } = board({ limit });
  const view = (row: BoardRow) => rowView(row, query.by, own);
  const isShown = own === null || rows.some(({ key }) => key === own);
  const [around] = isShown ? [] : board({ limit: 1, around: own }).rows;
  return {
    rows: rows.map(view),
    own: around?.key === own && around !== undefined ? view(around) : null,
    rowCount,
    asOf,
    recordCount: book.size,
    closedCount: accounts.closedCount(query.project),
  };
}

function rowView(row: BoardRow, by: LeaderboardQuery["by"], own: string | null): LeaderboardRow {
  const { rank, key, name, credit, totals, recentAverage } = row;
  return {
    rank,
    key,
    name: by === "country" ? key : shownName(name, key),
    isNameChosen: by !== "person" || name !== null,
    isOwn: key === own,
    vested: credit,
    pending: creditOf(totals.work.pending + totals.audits.pending),
    recentAverage,
    contributions: totals.contributionCount,
    acceptedShare: totals.acceptedShare,
    lastAt: totals.lastAt,
  };
}
