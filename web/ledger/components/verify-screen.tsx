/** Drop a bundle, and read whether it is true. */
import { type ChangeEvent, useId, useSyncExternalStore } from "react";
import { ProblemPanel } from "../../components/problem-panel.tsx";
import type { LedgerController } from "../ledger-controller.ts";
import { VERIFY_TEXT } from "../text/verify-text.ts";
import type { VerifyJob } from "../verify-job.ts";
import { LedgerTrouble } from "./ledger-trouble.tsx";
import { VerifyOutcome } from "./verify-outcome.tsx";

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
        {isFolder && <ProblemPanel problem={VERIFY_TEXT.folder} />}
        <VerifyOutcome view={view} />
      </div>
      <section className="how">
        <h3>{VERIFY_TEXT.howTitle}</h3>
        {VERIFY_TEXT.how.map((sentence) => (
          <p key={sentence} className="note">
            {sentence}
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
        {VERIFY_TEXT.dropBefore}{" "}
        <label className="button" htmlFor={inputId}>
          {VERIFY_TEXT.dropButton}
        </label>
      </p>
      <p className="note" id={noteId}>
        {VERIFY_TEXT.dropNote}
      </p>
    </>
  );
}
