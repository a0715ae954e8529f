/** Who gave how much: the choices on the left, the table on the right, and the files to take along. */
import { useState } from "react";
import type { LeaderboardQuery } from "../../../worker/ledger-api.ts";
import { ProblemPanel } from "../../components/problem-panel.tsx";
import type { RunView } from "../../run/run-state.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { projectInView } from "../project-in-view.ts";
import { asOfWords, countWords } from "../text/leaderboard-text.ts";
import { useLeaderboard } from "../use-leaderboard.ts";
import { useLedger } from "../use-ledger.ts";
import { BoardExports } from "./board-exports.tsx";
import { BoardTable } from "./board-table.tsx";
import { LedgerTrouble } from "./ledger-trouble.tsx";
import { Segments } from "../../components/segments.tsx";
import { say } from "../../messages/say.ts";

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
          legend={say("board.window")}
          nameOf={(each) => say(`board.window.${each}`)}
          options={WINDOWS}
          chosen={window}
          onChange={setWindow}
          testId="window"
        />
        <Segments
          legend={say("board.grouping")}
          nameOf={(each) => say(`board.by.${each}`)}
          options={GROUPINGS}
          chosen={by}
          onChange={setBy}
          testId="by"
        />
        {own !== null && (
          <Segments
            legend={say("board.scope")}
            nameOf={(each) => say(`board.scope.${each}`)}
            options={SCOPES}
            chosen={scope}
            onChange={setScope}
            testId="scope"
          />
        )}
        <p className="note">{say("page.no-value")}</p>
      </div>
      <div className="run">
        <LedgerTrouble ledger={ledger} />
        {board.trouble !== "" && trouble === "" && (
          <ProblemPanel problem={{ title: say("ledger.no-answer-title"), advice: board.trouble }} />
        )}
        {value === null ? (
          board.trouble === "" && <p className="note">{say("page.loading")}</p>
        ) : (
          <section className="board" aria-busy={board.isAsking}>
            <p className="note board-head">
              <span data-testid="board-as-of">{asOfWords(value)}</span> <span>{countWords(value, by)}</span>
            </p>
            <BoardTable {...{ ledger, by, window }} board={value} />
            {value.rows.length < value.rowCount && (
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
