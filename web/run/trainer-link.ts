/** The page's end of one training worker. A crashed link stays crashed; the next run opens a new one. */
import type { TrainerApi } from "../../worker/api.ts";
import type { LedgerApi } from "../../worker/ledger-api.ts";

export interface TrainerLink {
  /** The network is attached already. */
  readonly api: Omit<TrainerApi, "attachNetwork">;
  /** Receipts, credit and identity, which the same worker keeps. */
  readonly ledger: LedgerApi;
  /** Registers the one listener for the worker's death. `detail` is what the browser said, for people who report it. */
  onCrash(listener: (detail: string) => void): void;
  /** Ends the worker at once, whatever it is doing, and the connections that the page holds for it. */
  close(): void;
}
