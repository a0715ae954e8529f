import { TabloomError } from "../../shared/core/errors.ts";

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

const MEANWHILE = "Until then no new receipts are kept here.";

/** The problem, and what to do. */
const SENTENCES: Readonly<Record<LedgerStoreFault, readonly [problem: string, advice: string]>> = {
  forbidden: [
    "The browser does not let this page keep receipts.",
    `Allow this site to store data (a private window may forbid it) and reload. ${MEANWHILE}`,
  ],
  full: ["The browser has no room left to keep receipts.", `Free some disk space. ${MEANWHILE}`],
  blocked: [
    "A tab with an older version of this page holds your receipts.",
    `Close the other tabs of this page and reload. ${MEANWHILE}`,
  ],
  outdated: ["A newer version of this page is open in another tab.", `Reload this one. ${MEANWHILE}`],
  deleted: [
    "The receipts that this browser kept were deleted while the page ran.",
    `Reload: what other tabs have of them comes back. ${MEANWHILE}`,
  ],
  broken: [
    "The receipts that this browser kept cannot be read.",
    "Reload. If that does not help, write down your twelve words and clear this site's data: the words and the other tabs bring your credit back.",
  ],
  taken: [
    "Another tab of this browser has signed in place of this one.",
    "Close one of them and reload the other.",
  ],
  "lost-feed": [
    "Where the receipts of this device end is no longer known.",
    "It goes on under a new key; what the old one earned stays yours.",
  ],
};

/** The ledger's disk. Message and `advice` are for people. What an earlier call acknowledged is not touched by it. */
export class LedgerStoreError extends TabloomError {
  override readonly name = "LedgerStoreError";
  readonly fault: LedgerStoreFault;
  readonly advice: string;

  constructor(fault: LedgerStoreFault, options?: ErrorOptions) {
    const [problem, advice] = SENTENCES[fault];
    super(problem, options);
    this.fault = fault;
    this.advice = advice;
  }
}
