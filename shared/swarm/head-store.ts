/** Keeps the head across sessions. Losing it costs a download from other peers; when there are none, it costs the training. */
import { TabloomError } from "../core/errors.ts";
import type { SignedRecord } from "../ledger/signed-record.ts";
import type { HeadState } from "./head-state.ts";

export interface StoredHead {
  /** The commit with its certificate. */
  readonly commit: SignedRecord;
  readonly state: HeadState;
}

export interface HeadStore {
  /** The head saved last, or null. What comes back may be damaged: check it against its commit. */
  load(): Promise<StoredHead | null>;
  /** Replaces the one before; never leaves half of each. */
  save(head: StoredHead): Promise<void>;
}

/** The store did not take a head; `cause` is what it threw. It has the one before, and the next one is tried again. */
export class HeadSaveError extends TabloomError {
  override readonly name = "HeadSaveError";

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
