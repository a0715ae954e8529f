import { TabloomError } from "../../shared/core/errors.ts";

/** What kept the keys from being read or written. */
export type KeyStoreFault =
  /** The browser lets this page store nothing. */
  | "forbidden"
  /** The disk, or this page's share of it, is full. */
  | "full"
  /** A tab with an older version of this page holds the database. */
  | "blocked"
  /** They were there when this page began: the site's data was deleted since, or a newer version of the page took the database over. */
  | "gone"
  /** The root identity that was stored is not what was written. */
  | "damaged";

const MEANWHILE =
  "Training goes on, but what you give until then stands under a name that ends with this visit.";

/** The problem, and what to do. */
const SENTENCES: Readonly<Record<KeyStoreFault, readonly [problem: string, advice: string]>> = {
  forbidden: [
    "The browser does not let this page keep your key.",
    `Allow this site to store data (a private window may forbid it) and reload. ${MEANWHILE}`,
  ],
  full: ["The browser has no room left to keep your key.", `Free some disk space and reload. ${MEANWHILE}`],
  blocked: [
    "A tab with an older version of this page holds your key.",
    `Close the other tabs of this page and reload. ${MEANWHILE}`,
  ],
  gone: [
    "The key that this page began with is no longer kept here.",
    `The site's data was deleted, or a newer version of this page runs in another tab: reload. Your twelve words bring your credit back. ${MEANWHILE}`,
  ],
  damaged: [
    "The key that this browser kept for you is damaged.",
    `Your twelve words bring it back, with all of its credit. ${MEANWHILE}`,
  ],
};

/** Keys that cannot be read or kept. Message and `advice` are for people; the caller goes on with a key of this session. */
export class KeyStoreError extends TabloomError {
  override readonly name = "KeyStoreError";
  readonly fault: KeyStoreFault;
  readonly advice: string;

  constructor(fault: KeyStoreFault, options?: ErrorOptions) {
    const [problem, advice] = SENTENCES[fault];
    super(problem, options);
    this.fault = fault;
    this.advice = advice;
  }
}
