/** Questions to the ledger, and how they fail. */
import { TabloomError } from "../../shared/core/errors.ts";
import { say } from "../messages/say.ts";
import type { LedgerApi } from "../../worker/ledger-api.ts";

/** Puts a question to the ledger of the worker that runs now. @throws LedgerGoneError when that ends before it answers */
export type Ask = <T>(question: (ledger: LedgerApi) => Promise<T>) => Promise<T>;

/** The worker has ended, or could not begin. Records are written to disk before they are shown, so the sentence may promise that. */
export class LedgerGoneError extends TabloomError {
  override readonly name = "LedgerGoneError";

  constructor() {
    super(say("ledger.gone"));
  }
}

/** What was thrown, as a sentence: the page's own errors speak its language, all others are quoted. */
export function reasonOf(error: unknown): string {
  if (error instanceof TabloomError) return error.message;
  return say("ledger.said", { detail: detailOf(error) });
}

/** As it was thrown. */
export const detailOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
