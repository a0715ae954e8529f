/** Leaderboards as the page shows them. */
import type { BoardQuery, BoardRow } from "../../shared/ledger/accounts/board.ts";
import { creditOf } from "../../shared/ledger/credit-unit.ts";
import { shownName } from "../../shared/ledger/exports/board-export.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import type { LeaderboardQuery, LeaderboardRow, LeaderboardView } from "../ledger-views/board.ts";

/** Rows of one answer, however many are asked for. */
const MOST_ROWS = 1_000;
/** On each side of the own row. */
const ROWS_AROUND = 5;
/** As long as a name may be. */
const LONGEST_NAME = 40;

interface BoardView {
  /** Key of the visitor's own row: their root, team or country; null for none. */
  readonly own: string | null;
  /** Time of the newest record. */
  readonly asOf: number;
  readonly nowSeconds: number;
}

export function boardView(
  { book, accounts }: Ledger,
  query: LeaderboardQuery,
  { own, asOf, nowSeconds }: BoardView,
): LeaderboardView {
  const { project, by, window, unit, isAroundOwn = false, name = "" } = query;
  const limit = Math.max(1, Math.min(query.limit, MOST_ROWS));
  const board = (part: Pick<BoardQuery, "limit" | "around">) =>
    accounts.leaderboard({ project, by, window, unit, nowSeconds, ...part });
  const view = (row: BoardRow) => rowView(row, by, own);
  const about = { asOf, recordCount: book.size, closedCount: accounts.closedCount(project) };
  if (name !== "") {
    const found = board({ limit: Infinity }).rows.map(view).filter(hasName(name));
    return { rows: found.slice(0, limit), own: null, rowCount: found.length, ...about };
  }
  const { rows, rowCount } = board({ limit });
  const isShown = own === null || rows.some(({ key }) => key === own);
  const [around] = isShown ? [] : board({ limit: 1, around: own }).rows;
  const ownRow = around !== undefined && around.key === own ? view(around) : null;
  if (ownRow === null || !isAroundOwn || own === null)
    return { rows: rows.map(view), own: ownRow, rowCount, ...about };
  const near = board({ limit: 2 * ROWS_AROUND + 1, around: own }).rows;
  return { rows: near.map(view), own: null, rowCount, ...about };
}

const hasName = (wanted: string) => {
  const part = wanted.slice(0, LONGEST_NAME).trim().toLowerCase();
  return ({ name }: LeaderboardRow) => name.toLowerCase().includes(part);
};

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
    accepted: totals.acceptedCount,
    activeHours: totals.activeHours,
    flops: String(totals.earned),
    acceptedShare: totals.acceptedShare,
    lastAt: totals.lastAt,
  };
}
