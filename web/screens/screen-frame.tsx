/** What every screen but the first has: its heading at once, how the run is doing, and the rest as soon as its code is there. */
import type { RefCallback } from "react";
import { ProblemPanel } from "../components/problem-panel.tsx";
import { RunStatus } from "../components/run-status.tsx";
import { say } from "../messages/say.ts";
import { isActive, type RunView } from "../run/run-state.ts";
import type { Status } from "../text/status-sentence.ts";
import type { ScreenCode, ScreenProps } from "./screen-code.ts";

interface ScreenFrameProps extends ScreenProps {
  /** Gets the focus when somebody comes here. */
  readonly start: RefCallback<HTMLElement>;
  readonly code: ScreenCode;
  readonly status: Status;
  readonly onStop: () => void;
}

export function ScreenFrame({ start, code, status, onStop, ...rest }: ScreenFrameProps) {
  const { screen, view } = rest;
  const { Content } = code;
  return (
    <main className="desk ledger" data-testid="screen" data-screen={screen}>
      <div className="screen-head">
        <h2 className="screen-title" ref={start} tabIndex={-1}>
          {say(`screen.${screen}.name`)}
        </h2>
        <p className="lede-note">{say(`screen.${screen}.lede`)}</p>
        {view.hasRun && <RunStrip {...{ view, status, onStop }} />}
      </div>
      {Content ? <Content {...rest} /> : <MissingContent {...code} />}
    </main>
  );
}

const MissingContent = ({ hasFailed, retry }: ScreenCode) => (
  <div className="run">
    {hasFailed ? (
      <ProblemPanel
        problem={{ title: say("screen-missing.title"), advice: say("screen-missing.advice") }}
        action={{ label: say("page.try-again"), onPress: retry }}
      />
    ) : (
      <p className="note">{say("page.loading")}</p>
    )}
  </div>
);

interface RunStripProps {
  readonly view: RunView;
  readonly status: Status;
  readonly onStop: () => void;
}

/** Whoever reads receipts sees that the computer is at work, and can end that at once. */
const RunStrip = ({ view, status, onStop }: RunStripProps) => (
  <div className="run-strip">
    <RunStatus status={status} />
    {isActive(view) && (
      <button
        type="button"
        className="button"
        data-testid="stop"
        aria-disabled={view.state === "stopping"}
        onClick={onStop}
      >
        {say("page.stop")}
      </button>
    )}
  </div>
);
