/** The table of the leaderboard. The own row stays in sight: it sticks to the edge of the window that it would leave by. */
import type { LeaderboardQuery, LeaderboardView } from "../../../worker/ledger-views/board.ts";
import type { BoardUnit } from "../board-units.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { BoardRow } from "./board-row.tsx";
import { say } from "../../messages/say.ts";

export interface BoardTableProps {
  readonly ledger: LedgerController;
  readonly board: LeaderboardView;
  readonly by: LeaderboardQuery["by"];
  readonly window: LeaderboardQuery["window"];
  readonly unit: BoardUnit;
  /** The rows are those with a name that was looked for. */
  readonly isSearch: boolean;
}

export function BoardTable({ ledger, board, by, window, unit, isSearch }: BoardTableProps) {
  const { rows, own, recordCount } = board;
  if (rows.length === 0 && isSearch) return <p role="status">{say("board.not-found")}</p>;
  if (rows.length === 0) {
    return (
      <p>
        {say("board.empty")} {window === "all" || recordCount === 0 ? "" : say("board.empty-window")}
      </p>
    );
  }
  return (
    <table className="board-table">
      <caption className="visually-hidden">
        {say("board.caption", { grouping: say(`board.by.${by}`), window: say(`board.window.${window}`) })}
      </caption>
      <thead>
        <tr>
          <th scope="col" className="number">
            {say("board.rank")}
          </th>
          <th scope="col">{say("board.name")}</th>
          <th scope="col" className="number">
            {say(`board.unit.${unit}`)}
          </th>
          <th scope="col" className="number wide">
            {say("board.pending")}
          </th>
          <th scope="col" className="number wide" title={say("board.recent-title")}>
            {say("board.recent")}
          </th>
          <th scope="col" className="number wide">
            {say("board.accepted")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <BoardRow key={row.key} {...{ ledger, row, by, unit }} />
        ))}
      </tbody>
      {own !== null && (
        <tbody className="board-own">
          <BoardRow {...{ ledger, by, unit }} row={own} />
        </tbody>
      )}
    </table>
  );
}
