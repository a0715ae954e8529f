/** The page: on the left what to do, on the right what happens. */
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { DataSource } from "../worker/api.ts";
import { BackendNote } from "./components/backend-note.tsx";
import { DataChoice } from "./components/data-choice.tsx";
import { IntensityChoice } from "./components/intensity-choice.tsx";
import { RunActions } from "./components/run-actions.tsx";
import { RunPanel } from "./components/run-panel.tsx";
import { SiteHeader } from "./components/site-header.tsx";
import type { RunController } from "./run/run-controller.ts";
import { isActive } from "./run/run-state.ts";
import type { RunView } from "./run/run-state.ts";
import { statusOf } from "./text/status-sentence.ts";
import { UNSUPPORTED_PROBLEM } from "./text/unsupported.ts";
import { useFileDrop } from "./use-file-drop.ts";
import { useRunSetup } from "./use-run-setup.ts";

interface AppProps {
  readonly controller: RunController;
  readonly isSupported: boolean;
}

export function App({ controller, isSupported }: AppProps) {
  const view = useSyncExternalStore(controller.subscribe, controller.view);
  const isBusy = isActive(view);
  const setup = useRunSetup(controller, isBusy);
  const isDropTarget = useFileDrop(setup.chooseFiles);
  const fileInput = useRef<HTMLInputElement>(null);
  const status = statusOf(view, setup.intensity, isSupported);
  useEffect(() => {
    document.title = view.hasRun ? `${status.word} · Tabloom` : "Tabloom";
  }, [view.hasRun, status.word]);

  const wayOut = isSupported ? wayOutOf(view, setup.source) : null;
  const takeWayOut = () => {
    if (wayOut === "resume") setup.resume();
    else if (wayOut === "start") setup.start();
    else fileInput.current?.click();
  };
  return (
    <div className="page">
      <SiteHeader />
      <main className="desk">
        <div className="setup">
          <DataChoice
            {...setup}
            isBusy={isBusy}
            run={view.run}
            isDropTarget={isDropTarget}
            inputRef={fileInput}
          />
          <IntensityChoice intensity={setup.intensity} onChange={setup.changeIntensity} />
          {isSupported && <RunActions {...setup} view={view} onStop={controller.stop} />}
        </div>
        <RunPanel
          view={view}
          status={status}
          problem={isSupported ? view.problem : UNSUPPORTED_PROBLEM}
          wayOut={wayOut ? { label: WAY_OUT_LABELS[wayOut], onPress: takeWayOut } : undefined}
        />
        <BackendNote backend={view.backend} />
      </main>
    </div>
  );
}

const WAY_OUT_LABELS = {
  resume: "Resume training",
  choose: "Choose another file",
  start: "Try again",
} as const;

/** The one button of a problem: on with what was saved of this run, else with other data, else once more. */
function wayOutOf(view: RunView, source: DataSource): keyof typeof WAY_OUT_LABELS | null {
  if (view.state !== "crashed" && view.state !== "failed") return null;
  if (view.lastSave && view.resumable) return "resume";
  const isDataRefused = view.state === "failed" && view.step === null && source.kind === "files";
  return isDataRefused ? "choose" : "start";
}
