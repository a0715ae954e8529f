/** The screens of what was done, by whom: one piece of code that is fetched when somebody opens the first of them. */
import { type ComponentType, useEffect } from "react";
import "../../messages/english-of-screens.ts";
import type { ScreenProps } from "../../screens/screen-code.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { LeaderboardScreen } from "./leaderboard-screen.tsx";
import { ReceiptsScreen } from "./receipts-screen.tsx";
import { YouScreen } from "./you-screen.tsx";
import "../../styles/forms.css";
import "../../styles/ledger.css";
import "../../styles/receipts.css";
import "../../styles/leaderboard.css";
import "../../styles/you.css";

/** The screens of one ledger. */
export function createLedgerScreens(ledger: LedgerController): ComponentType<ScreenProps> {
  return (props) => <LedgerScreens {...props} ledger={ledger} />;
}

interface LedgerScreensProps extends ScreenProps {
  readonly ledger: LedgerController;
}

function LedgerScreens({ screen, ledger, view, invitation, restoreText }: LedgerScreensProps) {
  useEffect(() => ledger.open(), [ledger]);
  switch (screen) {
    case "receipts":
      return <ReceiptsScreen ledger={ledger} />;
    case "leaderboard":
      return <LeaderboardScreen ledger={ledger} view={view} />;
    case "you":
      return <YouScreen {...{ ledger, invitation, restoreText }} />;
    default:
      return null; // the others have code of their own
  }
}
