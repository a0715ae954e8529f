/** Drop a bundle, and read whether it is true. */
import {
  type ChangeEvent,
  type ComponentType,
  useCallback,
  useEffect,
  useId,
  useState,
  useSyncExternalStore,
} from "react";
import "../../messages/english-of-screens.ts";
import { ProblemPanel } from "../../components/problem-panel.tsx";
import { say, sayWith } from "../../messages/say.ts";
import type { ScreenProps } from "../../screens/screen-code.ts";
import { useFileDrop } from "../../use-file-drop.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { createVerifyJob, type VerifyJob } from "../verify-job.ts";
import { LedgerTrouble } from "./ledger-trouble.tsx";
import { VerifyOutcome } from "./verify-outcome.tsx";
import "../../styles/forms.css";
import "../../styles/ledger.css";

const HOW = ["verify.how.what", "verify.how.local", "verify.how.where"] as const;

/** A check goes on while the visitor looks at another screen. */
export function createVerifyScreen(ledger: LedgerController): ComponentType<ScreenProps> {
  const verifyJob = createVerifyJob(ledger.ask);
  return () => <VerifyScreen {...{ ledger, verifyJob }} />;
}

interface VerifyScreenProps {
  readonly ledger: LedgerController;
  readonly verifyJob: VerifyJob;
}

function VerifyScreen({ ledger, verifyJob }: VerifyScreenProps) {
  const view = useSyncExternalStore(verifyJob.subscribe, verifyJob.view);
  const [isFolder, setIsFolder] = useState(false); // was dropped, which nobody can read
  const takeFiles = useCallback(
    (files: readonly File[] | null) => {
      const [file] = files ?? [];
      setIsFolder(files === null);
      if (file) verifyJob.check(file);
    },
    [verifyJob],
  );
  const isDropTarget = useFileDrop(takeFiles);
  useEffect(() => ledger.open(), [ledger]);
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

function BundleInput({ takeFiles }: { readonly takeFiles: (files: readonly File[]) => void }) {
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
