/** What the table is made of, how much of it is shown, and the way between the top and the own row. */
import type { LeaderboardQuery, LeaderboardView } from "../../../worker/ledger-views/board.ts";
import { say } from "../../messages/say.ts";
import { hrefOfScreen } from "../../screens/screen-address.ts";
import { asOfWords, countWords } from "../text/leaderboard-text.ts";

interface BoardHeadProps {
  readonly board: LeaderboardView;
  readonly by: LeaderboardQuery["by"];
  /** Null where there is no other place to go to. */
  readonly place: "top" | "around" | null;
  readonly onPlace: () => void;
}

export const BoardHead = ({ board, by, place, onPlace }: BoardHeadProps) => (
  <>
    <p className="note board-head">
      <span>
        <span data-testid="board-as-of">{asOfWords(board)}</span>{" "}
        {board.recordCount > 0 && <a href={hrefOfScreen("verify")}>{say("board.verify")}</a>}
      </span>{" "}
      {board.rowCount > 0 && <span data-testid="board-count">{countWords(board, by)}</span>}
    </p>
    <p className="note">
      <a href={hrefOfScreen("sites")}>{say("board.sites")}</a>
    </p>
    {place !== null && (
      <button type="button" className="button" data-testid="board-place" onClick={onPlace}>
        {say(place === "around" ? "board.from-top" : "board.around")}
      </button>
    )}
  </>
);
