/** Drop a bundle, and read whether it is true. */
import { type ChangeEvent, useId, useSyncExternalStore } from "react";
import { ProblemPanel } from "../../components/problem-panel.tsx";
import type { LedgerController } from "../ledger-controller.ts";
import type { VerifyJob } from "../verify-job.ts";
import { LedgerTrouble } from "./ledger-trouble.tsx";
import { VerifyOutcome } from "./verify-outcome.tsx";
import { say, sayWith } from "../../messages/say.ts";

const HOW = ["verify.how.what", "verify.how.local", "verify.how.where"] as const;

interface VerifyScreenProps {
  readonly ledger: LedgerController;
  readonly verifyJob: VerifyJob;
  readonly isDropTarget: boolean;
  /** A folder was dropped, which nobody can read. */
  readonly isFolder: boolean;
  readonly takeFiles: (files: readonly File[]) => void;
}

export function VerifyScreen(props: VerifyScreenProps) {
  const { ledger, verifyJob, isDropTarget, isFolder, takeFiles } = props;
  const view = useSyncExternalStore(verifyJob.subscribe, verifyJob.view);
  return (
    <>
      <div className="run">
        <LedgerTrouble ledger={ledger} />
        <div className="drop-zone" data-open="true" data-over={isDropTarget}>
          <BundleInput takeFiles={takeFiles} />
        </div>
        {isFolder && (
          <ProblemPanel
            problem={{ title: say("verify.folder.title"), advice: say("verify.folder.advice") }}
          />
        )}
        <VerifyOutcome view={view} />
      </div>
      <section className="how">
        <h3>{say("verify.how-title")}</h3>
        {HOW.map((id) => (
          <p key={id} className="note">
            {say(id)}
          </p>
        ))}
      </section>
    </>
  );
}

function BundleInput({ takeFiles }: Pick<VerifyScreenProps, "takeFiles">) {
  const inputId = useId();
  const noteId = useId();
  const choose = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    takeFiles([...(currentTarget.files ?? [])]);
    currentTarget.value = ""; // so that choosing the same file again is a change
  };
  return (
    <>
      <input
        id={inputId}
        type="file"
        className="visually-hidden"
        data-testid="bundle-input"
        aria-describedby={noteId}
        onChange={choose}
      />
      <p className="drop-call">
        {sayWith("verify.drop", {
          label: <label className="button" htmlFor={inputId} />,
        })}
      </p>
      <p className="note" id={noteId}>
        {say("verify.drop-note")}
      </p>
    </>
  );
}
