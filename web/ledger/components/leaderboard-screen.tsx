/** Who gave how much: the choices on the left, the table on the right, and the files to take along. */
import { useState } from "react";
import type { LeaderboardQuery } from "../../../worker/ledger-api.ts";
import { ProblemPanel } from "../../components/problem-panel.tsx";
import type { RunView } from "../../run/run-state.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { projectInView } from "../project-in-view.ts";
import {
  asOfWords,
  BOARD_TEXT,
  countWords,
  GROUPING_NAMES,
  SCOPE_NAMES,
  WINDOW_NAMES,
} from "../text/leaderboard-text.ts";
import { ANSWER_MISSING_TITLE, LOADING, NO_VALUE } from "../text/screen-text.ts";
import { useLeaderboard } from "../use-leaderboard.ts";
import { useLedger } from "../use-ledger.ts";
import { BoardExports } from "./board-exports.tsx";
import { BoardTable } from "./board-table.tsx";
import { LedgerTrouble } from "./ledger-trouble.tsx";
import { Segments } from "./segments.tsx";

const WINDOWS = ["24h", "7d", "30d", "all"] as const;
const GROUPINGS = ["person", "team", "country"] as const;
const SCOPES = ["project", "all"] as const;
const PAGE = 50;

interface LeaderboardScreenProps {
  readonly ledger: LedgerController;
  readonly view: RunView;
}

export function LeaderboardScreen({ ledger, view }: LeaderboardScreenProps) {
  const { summary, trouble } = useLedger(ledger);
  const own = projectInView(view, summary);
  const [window, setWindow] = useState<LeaderboardQuery["window"]>("30d");
  const [by, setBy] = useState<LeaderboardQuery["by"]>("person");
  const [scope, setScope] = useState<(typeof SCOPES)[number]>("project");
  const [limit, setLimit] = useState(PAGE);
  const project = scope === "project" ? own : null;
  const board = useLeaderboard(ledger, { window, by, project, limit }, summary?.recordCount ?? 0);
  const { value } = board;
  return (
    <>
      <div className="setup">
        <Segments
          legend={BOARD_TEXT.window}
          names={WINDOW_NAMES}
          options={WINDOWS}
          chosen={window}
          onChange={setWindow}
          testId="window"
        />
        <Segments
          legend={BOARD_TEXT.grouping}
          names={GROUPING_NAMES}
          options={GROUPINGS}
          chosen={by}
          onChange={setBy}
          testId="by"
        />
        {own !== null && (
          <Segments
            legend={BOARD_TEXT.scope}
            names={SCOPE_NAMES}
            options={SCOPES}
            chosen={scope}
            onChange={setScope}
            testId="scope"
          />
        )}
        <p className="note">{NO_VALUE}</p>
      </div>
      <div className="run">
        <LedgerTrouble ledger={ledger} />
        {board.trouble !== "" && trouble === "" && (
          <ProblemPanel problem={{ title: ANSWER_MISSING_TITLE, advice: board.trouble }} />
        )}
        {value === null ? (
          board.trouble === "" && <p className="note">{LOADING}</p>
        ) : (
          <section className="board" aria-busy={board.isAsking}>
            <p className="note board-head">
              <span data-testid="board-as-of">{asOfWords(value)}</span> <span>{countWords(value, by)}</span>
            </p>
            <BoardTable {...{ ledger, by, window }} board={value} />
            {value.rows.length < value.rowCount && (
              <button type="button" className="button" onClick={() => setLimit(limit + PAGE)}>
                {BOARD_TEXT.more}
              </button>
            )}
          </section>
        )}
      </div>
      <BoardExports ledger={ledger} project={own} scope={project} />
    </>
  );
}
