/** The first screen: what to do, and what happens; side by side where there is room, else state below Start. */
import { type ReactNode, type RefCallback, useRef } from "react";
import type { ProjectSource } from "../../worker/api.ts";
import { InvitationNote } from "../ledger/components/invitation-note.tsx";
import { OwnCredit } from "../ledger/components/own-credit.tsx";
import type { LedgerController } from "../ledger/ledger-controller.ts";
import { say } from "../messages/say.ts";
import type { CountTabs } from "../run/count-tabs.ts";
import type { ProjectAddress } from "../run/project-address.ts";
import type { RunController } from "../run/run-controller.ts";
import { isActive, type RunView } from "../run/run-state.ts";
import type { Status } from "../text/status-sentence.ts";
import { unsupportedProblem } from "../text/unsupported.ts";
import { useFileDrop } from "../use-file-drop.ts";
import type { useRunSetup } from "../use-run-setup.ts";
import { BackendNote } from "./backend-note.tsx";
import { clothPicture } from "./cloth-picture.ts";
import { ClothPlace } from "./cloth-place.tsx";
import { FileChoice, ProjectChoice } from "./data-choice.tsx";
import { IntensityChoice } from "./intensity-choice.tsx";
import { LiveStrip } from "./live-strip.tsx";
import { PrivacyNote } from "./privacy-note.tsx";
import { RunActions } from "./run-actions.tsx";
import { RunHead } from "./run-head.tsx";
import { RunPanel } from "./run-panel.tsx";
import { SavedNote } from "./saved-note.tsx";
import { ShareLink } from "./share-link.tsx";

interface DonateScreenProps {
  readonly controller: RunController;
  readonly ledger: LedgerController;
  readonly view: RunView;
  readonly setup: ReturnType<typeof useRunSetup>;
  readonly status: Status;
  readonly address: ProjectAddress;
  readonly countTabs: CountTabs;
  readonly isSupported: boolean;
  readonly isRelayPossible: boolean;
  /** The address invites to a team. */
  readonly isInvited: boolean;
  /** Ways to rest, and what happened while it did. */
  readonly pause: ReactNode;
  /** Gets the focus when somebody comes back here. */
  readonly start: RefCallback<HTMLElement>;
}

export function DonateScreen(props: DonateScreenProps) {
  const { controller, ledger, view, setup, status, address, isSupported, isRelayPossible, start } = props;
  const isBusy = isActive(view);
  const isDropTarget = useFileDrop(setup.chooseFiles);
  const fileInput = useRef<HTMLInputElement>(null);
  const { source } = setup;
  const { hrefOf } = address;
  const wayOut = isSupported ? wayOutOf(view, source) : null;
  const takeWayOut = () => (wayOut === "start" ? setup.start() : fileInput.current?.click());
  return (
    <main className="desk donate" ref={start} tabIndex={-1}>
      <div className="setup donate-start">
        {props.isInvited && <InvitationNote />}
        <ProjectChoice {...setup} {...{ view, isBusy, hrefOf }} />
        {isSupported && (
          <div className="start">
            <LiveStrip view={view} isNew={source.kind === "files"} countTabs={props.countTabs} />
            <RunActions {...setup} view={view} onStop={controller.stop} />
            {props.pause}
            <SavedNote
              {...{ isBusy, hrefOf }}
              saved={view.saved}
              link={view.link}
              isNew={source.kind === "files"}
            />
          </div>
        )}
      </div>
      <RunHead
        {...{ view, status }}
        problem={isSupported ? view.problem : unsupportedProblem()}
        wayOut={wayOut ? { label: say(WAY_OUT_LABELS[wayOut]), onPress: takeWayOut } : undefined}
      />
      <div className="setup donate-choices">
        <IntensityChoice intensity={setup.intensity} onChange={setup.changeIntensity} />
        {isSupported && (
          <PrivacyNote {...setup} {...{ isRelayPossible, isBusy }} onChange={setup.setIsRelayOnly} />
        )}
      </div>
      <RunPanel
        view={view}
        cloth={
          view.hasRun && view.project ? (
            <ClothPlace ledger={ledger} project={view.project.id} isLive={isBusy} />
          ) : null
        }
      />
      <div className="setup donate-more">
        <FileChoice {...setup} {...{ isBusy, isDropTarget }} inputRef={fileInput} />
        {isSupported && (
          <ShareLink
            url={view.project && address.shareUrl(view.project.link)}
            {...(view.project && { picture: clothPicture(ledger, view.project.id) })}
          />
        )}
        {isSupported && <OwnCredit ledger={ledger} />}
        <BackendNote backend={view.backend} />
      </div>
    </main>
  );
}

const WAY_OUT_LABELS = { choose: "run.choose-other", start: "run.start-again" } as const;

/** The one button of a problem: other files where these were refused, else once more. */
function wayOutOf(view: RunView, source: ProjectSource): keyof typeof WAY_OUT_LABELS | null {
  if (view.state !== "crashed" && view.state !== "failed") return null;
  return view.state === "failed" && source.kind === "files" ? "choose" : "start";
}
