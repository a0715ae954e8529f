/** What the ledger says by itself. */
import { useSyncExternalStore } from "react";
import type { LedgerController, LedgerView } from "./ledger-controller.ts";

export const useLedger = (ledger: LedgerController): LedgerView =>
  useSyncExternalStore(ledger.subscribe, ledger.view);
