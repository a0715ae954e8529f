/** The page: on the left what to do, on the right what happens. */
import { useEffect, useRef, useSyncExternalStore } from "react";
import { BackendNote } from "./components/backend-note.tsx";
import { DataChoice } from "./components/data-choice.tsx";
import { IntensityChoice } from "./components/intensity-choice.tsx";
import { LossChart } from "./components/loss-chart.tsx";
import { ModelSample } from "./components/model-sample.tsx";
import { ProblemPanel } from "./components/problem-panel.tsx";
import type { ProblemAction } from "./components/problem-panel.tsx";
import { RunActions } from "./components/run-actions.tsx";
import { RunReadings } from "./components/run-readings.tsx";
import { RunStatus } from "./components/run-status.tsx";
import { SiteHeader } from "./components/site-header.tsx";
import type { RunController } from "./run/run-controller.ts";
import { isActive } from "./run/run-state.ts";
import type { RunView } from "./run/run-state.ts";
import { statusOf } from "./text/status-sentence.ts";
import { UNSUPPORTED_PROBLEM } from "./text/unsupported.ts";
import { useFileDrop } from "./use-file-drop.ts";
import { useRunSetup } from "./use-run-setup.ts";
import type { RunSetup } from "./use-run-setup.ts";

interface AppProps {
  readonly controller: RunController;
  readonly isSupported: boolean;
}

export function App({ controller, isSupported }: AppProps) {
  const view = useSyncExternalStore(controller.subscribe, controller.view);
  const isBusy = isActive(view);
  const setup = useRunSetup(isBusy);
  const isDropTarget = useFileDrop(setup.chooseFiles);
  const fileInput = useRef<HTMLInputElement>(null);
  const status = statusOf(view, setup.intensity, isSupported);
  useEffect(() => {
    document.title = view.hasRun ? `${status.word} · Tabloom` : "Tabloom";
  }, [view.hasRun, status.word]);

  const start = () => {
    setup.settle();
    controller.start(setup.source, setup.intensity);
  };
  const resume = () => {
    setup.settle();
    controller.resume(setup.intensity);
  };
  const problem = isSupported ? view.problem : UNSUPPORTED_PROBLEM;
  const wayOut = isSupported
    ? wayOutOf(view, setup, { resume, start, choose: () => fileInput.current?.click() })
    : undefined;
  return (
    <div className="page">
      <SiteHeader />
      <main className="desk">
        <div className="setup">
          <DataChoice
            source={setup.source}
            isBusy={isBusy}
            run={view.run}
            problem={setup.problem}
            isDropTarget={isDropTarget}
            inputRef={fileInput}
            onFiles={setup.chooseFiles}
            onStories={setup.chooseStories}
          />
          <IntensityChoice
            intensity={setup.intensity}
            onChange={(intensity) => {
              setup.setIntensity(intensity);
              controller.setIntensity(intensity);
            }}
          />
          {isSupported && (
            <RunActions
              view={view}
              intensity={setup.intensity}
              hasFreshData={setup.isFresh}
              onStart={start}
              onResume={resume}
              onStop={controller.stop}
            />
          )}
        </div>
        <div className="run">
          <RunStatus status={status} />
          {problem && <ProblemPanel problem={problem} action={wayOut} />}
          <RunReadings view={view} />
          <LossChart training={view.trainingCurve} heldOut={view.heldOutCurve} run={view.run} />
          <ModelSample current={view.sample} />
        </div>
        <BackendNote backend={view.backend} />
      </main>
    </div>
  );
}

/** The one button of a problem: on with what was saved of this run, else other data, else once more. */
function wayOutOf(
  view: RunView,
  setup: RunSetup,
  act: Record<"resume" | "start" | "choose", () => void>,
): ProblemAction | undefined {
  if (view.state !== "crashed" && view.state !== "failed") return undefined;
  if (view.lastSave && view.resumable) return { label: "Resume training", onPress: act.resume };
  const isDataRefused = view.state === "failed" && view.step === null && setup.source.kind === "files";
  return isDataRefused
    ? { label: "Choose another file", onPress: act.choose }
    : { label: "Try again", onPress: act.start };
}
