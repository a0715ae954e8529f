/** Actions that can be refused: what a person can do something about becomes a sentence, everything else stays an error. */
import { TabloomError } from "../../shared/core/errors.ts";
import { KeyStoreError } from "../identity/key-store-error.ts";
import type { Outcome } from "../ledger-api.ts";
import { LedgerStoreError } from "../storage/ledger-store-error.ts";
import { PenTakenError } from "./shared-pen.ts";

/** The reason is for people. */
export class RefusedError extends TabloomError {
  override readonly name = "RefusedError";
}

export async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof RefusedError || error instanceof PenTakenError)
      return { ok: false, reason: error.message };
    if (error instanceof KeyStoreError || error instanceof LedgerStoreError)
      return { ok: false, reason: `${error.message} ${error.advice}` };
    throw error;
  }
}
