import { ProblemError, tell } from "../../shared/problems/problem.ts";

/** What kept the ledger from being read or written. */
export type LedgerStoreFault =
  /** The browser lets this page store nothing, as some do in a private window. */
  | "forbidden"
  /** The disk, or this page's share of it, is full. */
  | "full"
  /** A tab with an older version of this page holds the database. */
  | "blocked"
  /** A tab with a newer version of this page has changed the database. */
  | "outdated"
  /** It was deleted while the page ran, and could not be made again. */
  | "deleted"
  /** It is there, and the browser cannot read it. */
  | "broken"
  /** Another tab of this browser wrote into the feed at the same time. */
  | "taken"
  /** Where the feed ends is no longer what was written. */
  | "lost-feed";

/** The ledger's disk. What an earlier call acknowledged is not touched by it. */
export class LedgerStoreError extends ProblemError {
  override readonly name = "LedgerStoreError";
  readonly fault: LedgerStoreFault;

  constructor(fault: LedgerStoreFault, options?: ErrorOptions) {
    super(tell(`receipts.${fault}`), options);
    this.fault = fault;
  }
}
