/** The page: on the left what to do, on the right what happens. */
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { ProjectSource } from "../worker/api.ts";
import { BackendNote } from "./components/backend-note.tsx";
import { DataChoice } from "./components/data-choice.tsx";
import { IntensityChoice } from "./components/intensity-choice.tsx";
import { PrivacyNote } from "./components/privacy-note.tsx";
import { RunActions } from "./components/run-actions.tsx";
import { RunPanel } from "./components/run-panel.tsx";
import { SavedNote } from "./components/saved-note.tsx";
import { ShareLink } from "./components/share-link.tsx";
import { SiteHeader } from "./components/site-header.tsx";
import type { ProjectAddress } from "./run/project-address.ts";
import type { RunController } from "./run/run-controller.ts";
import { isActive } from "./run/run-state.ts";
import type { RunView } from "./run/run-state.ts";
import { statusOf } from "./text/status-sentence.ts";
import { UNSUPPORTED_PROBLEM } from "./text/unsupported.ts";
import { useFileDrop } from "./use-file-drop.ts";
import { useRunSetup } from "./use-run-setup.ts";

interface AppProps {
  readonly controller: RunController;
  readonly address: ProjectAddress;
  readonly isSupported: boolean;
  /** The operator offers relays, which hide a computer's network address. */
  readonly isRelayPossible: boolean;
}

export function App({ controller, address, isSupported, isRelayPossible }: AppProps) {
  const view = useSyncExternalStore(controller.subscribe, controller.view);
  const isBusy = isActive(view);
  const setup = useRunSetup(controller, view);
  const isDropTarget = useFileDrop(setup.chooseFiles);
  const fileInput = useRef<HTMLInputElement>(null);
  const status = statusOf(view, setup.intensity, isSupported);
  useEffect(() => {
    document.title = view.hasRun ? `${status.word} · Tabloom` : "Tabloom";
  }, [view.hasRun, status.word]);

  const { source } = setup;
  const { hrefOf } = address;
  const wayOut = isSupported ? wayOutOf(view, source) : null;
  const takeWayOut = () => (wayOut === "start" ? setup.start() : fileInput.current?.click());
  return (
    <div className="page">
      <SiteHeader />
      <main className="desk">
        <div className="setup">
          <DataChoice {...setup} {...{ view, isBusy, isDropTarget, hrefOf }} inputRef={fileInput} />
          <IntensityChoice intensity={setup.intensity} onChange={setup.changeIntensity} />
          {isSupported && (
            <div className="start">
              <RunActions {...setup} view={view} onStop={controller.stop} />
              <SavedNote
                {...{ isBusy, hrefOf }}
                saved={view.saved}
                link={view.link}
                isNew={source.kind === "files"}
              />
              <PrivacyNote {...setup} {...{ isRelayPossible, isBusy }} onChange={setup.setIsRelayOnly} />
            </div>
          )}
          {isSupported && <ShareLink url={view.project && address.shareUrl(view.project.link)} />}
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

const WAY_OUT_LABELS = { choose: "Choose another file", start: "Start again" } as const;

/** The one button of a problem: other files where these were refused, else once more. */
function wayOutOf(view: RunView, source: ProjectSource): keyof typeof WAY_OUT_LABELS | null {
  if (view.state !== "crashed" && view.state !== "failed") return null;
  return view.state === "failed" && source.kind === "files" ? "choose" : "start";
}
