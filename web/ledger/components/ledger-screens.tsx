/** The screens of the ledger, as one piece of code that is fetched when somebody opens the first of them. */
import { type ComponentType, useCallback, useEffect, useState } from "react";
import "../../messages/english-of-screens.ts";
import type { ScreenProps } from "../../screens/screen-code.ts";
import { useFileDrop } from "../../use-file-drop.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { createVerifyJob, type VerifyJob } from "../verify-job.ts";
import { LeaderboardScreen } from "./leaderboard-screen.tsx";
import { ReceiptsScreen } from "./receipts-screen.tsx";
import { VerifyScreen } from "./verify-screen.tsx";
import { YouScreen } from "./you-screen.tsx";
import "../../styles/forms.css";
import "../../styles/ledger.css";
import "../../styles/receipts.css";
import "../../styles/leaderboard.css";
import "../../styles/you.css";

/** The screens of one ledger. A check that goes on in one of them goes on while the visitor looks at another. */
export function createLedgerScreens(ledger: LedgerController): ComponentType<ScreenProps> {
  const verifyJob = createVerifyJob(ledger.ask);
  return (props) => <LedgerScreens {...props} ledger={ledger} verifyJob={verifyJob} />;
}

interface LedgerScreensProps extends ScreenProps {
  readonly ledger: LedgerController;
  readonly verifyJob: VerifyJob;
}

function LedgerScreens(props: LedgerScreensProps) {
  const { screen, ledger, verifyJob, view, invitation, restoreText } = props;
  const [isFolder, setIsFolder] = useState(false);
  const isVerify = screen === "verify";
  // Elsewhere a file means nothing, but without a listener the browser would open it in the page's place.
  const takeFiles = useCallback(
    (files: readonly File[] | null) => {
      if (!isVerify) return;
      const [file] = files ?? [];
      setIsFolder(files === null);
      if (file) verifyJob.check(file);
    },
    [isVerify, verifyJob],
  );
  const isDropTarget = useFileDrop(takeFiles);
  useEffect(() => ledger.open(), [ledger]);
  switch (screen) {
    case "receipts":
      return <ReceiptsScreen ledger={ledger} />;
    case "leaderboard":
      return <LeaderboardScreen ledger={ledger} view={view} />;
    case "verify":
      return <VerifyScreen {...{ ledger, verifyJob, isDropTarget, isFolder, takeFiles }} />;
    case "you":
      return <YouScreen {...{ ledger, invitation, restoreText }} />;
    default:
      return null; // the others have code of their own
  }
}
