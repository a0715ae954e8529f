import { ProblemError, tell } from "../../shared/problems/problem.ts";

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

/** Keys that cannot be read or kept. The caller goes on with a key of this session. */
export class KeyStoreError extends ProblemError {
  override readonly name = "KeyStoreError";
  readonly fault: KeyStoreFault;

  constructor(fault: KeyStoreFault, options?: ErrorOptions) {
    super(tell(`keys.${fault}`), options);
    this.fault = fault;
  }
}
