/** The table of the leaderboard. The own row stays in sight: it sticks to the edge of the window that it would leave by. */
import type { LeaderboardQuery, LeaderboardView } from "../../../worker/ledger-api.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { BOARD_TEXT, GROUPING_NAMES, WINDOW_NAMES } from "../text/leaderboard-text.ts";
import { BoardRow } from "./board-row.tsx";

export interface BoardTableProps {
  readonly ledger: LedgerController;
  readonly board: LeaderboardView;
  readonly by: LeaderboardQuery["by"];
  readonly window: LeaderboardQuery["window"];
}

export function BoardTable({ ledger, board, by, window }: BoardTableProps) {
  const { rows, own } = board;
  if (rows.length === 0) {
    return (
      <p>
        {BOARD_TEXT.empty} {window === "all" ? "" : BOARD_TEXT.emptyWindow}
      </p>
    );
  }
  return (
    <table className="board-table">
      <caption className="visually-hidden">
        {GROUPING_NAMES[by]}, {WINDOW_NAMES[window]}
      </caption>
      <thead>
        <tr>
          <th scope="col" className="number">
            {BOARD_TEXT.rank}
          </th>
          <th scope="col">{BOARD_TEXT.name}</th>
          <th scope="col" className="number">
            {BOARD_TEXT.credit}
          </th>
          <th scope="col" className="number wide">
            {BOARD_TEXT.pending}
          </th>
          <th scope="col" className="number wide" title={BOARD_TEXT.recentTitle}>
            {BOARD_TEXT.recent}
          </th>
          <th scope="col" className="number wide">
            {BOARD_TEXT.accepted}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <BoardRow key={row.key} {...{ ledger, row, by }} />
        ))}
      </tbody>
      {own !== null && (
        <tbody className="board-own">
          <BoardRow {...{ ledger, by }} row={own} />
        </tbody>
      )}
    </table>
  );
}
