/** The code of the ledger's screens: fetched when the first of them is opened, and kept. */
import { type ComponentType, useEffect, useState } from "react";
import type { LedgerScreenProps } from "./components/ledger-screens.tsx";
import type { LedgerController } from "./ledger-controller.ts";

export interface LoadedScreens {
  /** Null until it is there. */
  readonly Screens: ComponentType<LedgerScreenProps> | null;
  readonly hasFailed: boolean;
  readonly retry: () => void;
}

/** @param isWanted false while none of the screens is shown */
export function useLedgerScreens(ledger: LedgerController, isWanted: boolean): LoadedScreens {
  const [Screens, setScreens] = useState<LoadedScreens["Screens"]>(null);
  const [attempt, setAttempt] = useState(0);
  const [failed, setFailed] = useState<number | null>(null);
  useEffect(() => {
    if (!isWanted) return;
    import("./components/ledger-screens.tsx").then(
      ({ createLedgerScreens }) =>
        setScreens((before: LoadedScreens["Screens"]) => before ?? createLedgerScreens(ledger)),
      () => setFailed(attempt),
    );
  }, [ledger, isWanted, attempt]);
  return { Screens, hasFailed: failed === attempt, retry: () => setAttempt(attempt + 1) };
}
