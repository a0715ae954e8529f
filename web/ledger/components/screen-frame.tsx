/** What every screen but the first has: its heading at once, how the run is doing, and the rest as soon as its code is there. */
import type { RefCallback } from "react";
import { ProblemPanel } from "../../components/problem-panel.tsx";
import { RunStatus } from "../../components/run-status.tsx";
import { isActive, type RunView } from "../../run/run-state.ts";
import type { Status } from "../../text/status-sentence.ts";
import type { LoadedScreens } from "../use-ledger-screens.ts";
import type { Screen } from "../screen-address.ts";
import { LOADING, SCREEN_MISSING, SCREEN_WORDS, STOP, TRY_AGAIN } from "../text/screen-text.ts";
import type { LedgerScreenProps } from "./ledger-screens.tsx";

interface ScreenFrameProps extends LedgerScreenProps {
  readonly screen: Exclude<Screen, "donate">;
  /** Gets the focus when somebody comes here. */
  readonly start: RefCallback<HTMLElement>;
  readonly loaded: LoadedScreens;
  readonly status: Status;
  readonly onStop: () => void;
}

export function ScreenFrame({ start, loaded, status, onStop, ...rest }: ScreenFrameProps) {
  const { screen, view } = rest;
  const { Screens, hasFailed, retry } = loaded;
  const { title, lede } = SCREEN_WORDS[screen];
  return (
    <main className="desk ledger" data-testid="screen" data-screen={screen}>
      <div className="screen-head">
        <h2 className="screen-title" ref={start} tabIndex={-1}>
          {title}
        </h2>
        <p className="lede-note">{lede}</p>
        {view.hasRun && <RunStrip {...{ view, status, onStop }} />}
      </div>
      {Screens ? (
        <Screens {...rest} />
      ) : (
        <div className="run">
          {hasFailed ? (
            <ProblemPanel problem={SCREEN_MISSING} action={{ label: TRY_AGAIN, onPress: retry }} />
          ) : (
            <p className="note">{LOADING}</p>
          )}
        </div>
      )}
    </main>
  );
}

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
        {STOP}
      </button>
    )}
  </div>
);
