/** Who gave how much: the choices on the left, the table on the right, and the files to take along. */
import { useDeferredValue, useState } from "react";
import { say } from "../../messages/say.ts";
import type { RunView } from "../../run/run-state.ts";
import { ORDER_OF } from "../board-units.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { projectInView } from "../project-in-view.ts";
import { isAroundOwn, useLeaderboard } from "../use-leaderboard.ts";
import { useLedger } from "../use-ledger.ts";
import { BoardChoices, FIRST_CHOICE } from "./board-choices.tsx";
import { BoardExports } from "./board-exports.tsx";
import { BoardHead } from "./board-head.tsx";
import { BoardTable } from "./board-table.tsx";
import { LedgerTrouble } from "./ledger-trouble.tsx";

const PAGE = 50;

interface LeaderboardScreenProps {
  readonly ledger: LedgerController;
  readonly view: RunView;
}

export function LeaderboardScreen({ ledger, view }: LeaderboardScreenProps) {
  const { summary } = useLedger(ledger);
  const own = projectInView(view, summary);
  const [choice, setChoice] = useState(FIRST_CHOICE);
  // Whoever is far below sees at first who is near them.
  const [place, setPlace] = useState<"top" | "around">("around");
  const [limit, setLimit] = useState(PAGE);
  const { window, by, unit } = choice;
  const name = useDeferredValue(choice.name).trim();
  const project = choice.scope === "project" ? own : null;
  const query = { window, by, project, limit, unit: ORDER_OF[unit], isAroundOwn: place === "around", name };
  const board = useLeaderboard(ledger, query, summary?.recordCount ?? 0);
  const { value } = board;
  const isAround = name === "" && value !== null && isAroundOwn(value);
  const hasPlaces = isAround || (value !== null && value.own !== null);
  return (
    <>
      <BoardChoices
        choice={choice}
        hasProject={own !== null}
        onChange={(part) => setChoice({ ...choice, ...part })}
      />
      <div className="run">
        <LedgerTrouble ledger={ledger} unanswered={board.trouble} />
        {value === null ? (
          board.trouble === "" && <p className="note">{say("page.loading")}</p>
        ) : (
          <section className="board" aria-busy={board.isAsking}>
            <BoardHead
              {...{ by }}
              board={value}
              place={hasPlaces ? (isAround ? "around" : "top") : null}
              onPlace={() => setPlace(isAround ? "top" : "around")}
            />
            <BoardTable {...{ ledger, by, window, unit }} isSearch={name !== ""} board={value} />
            {!isAround && value.rows.length < value.rowCount && (
              <button type="button" className="button" onClick={() => setLimit(limit + PAGE)}>
                {say("board.more")}
              </button>
            )}
          </section>
        )}
      </div>
      <BoardExports ledger={ledger} project={own} scope={project} />
    </>
  );
}
