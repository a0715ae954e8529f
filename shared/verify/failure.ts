/** What is wrong with a bundle, and where. */
import { TabloomError } from "../core/errors.ts";
import type { Hash } from "../core/ids.ts";
import type { CheckedRecord } from "../ledger/checked-record.ts";
import { type Reason, type ReasonCode, reasonInEnglish, tell } from "../problems/problem.ts";

/** Where an entry stands in its file. */
export interface Place {
  /** From 0, which is the contents. */
  readonly entry: number;
  /** Byte at which it begins. */
  readonly position: number;
}

export interface PlacedRecord extends Place, CheckedRecord {}

/** The first thing that does not hold. */
export interface Failure extends Place, Reason {
  /** Of the record that fails; null where no record can be read. */
  readonly type: string | null;
  readonly hash: Hash | null;
  /** In English, without a full stop. Parts of it can be a stranger's text. */
  readonly reason: string;
}

export type Checked<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly failure: Failure };

/** The file is no bundle at all, so there is no history that could be true or false. */
export class NotABundleError extends TabloomError {
  override readonly name = "NotABundleError";
  readonly reason: Reason;

  constructor(code: ReasonCode) {
    const reason = tell(code);
    super(reasonInEnglish(reason));
    this.reason = reason;
  }
}

/** A check that was asked for needs what this bundle or this computer does not have. */
export class CannotReplayError extends TabloomError {
  override readonly name = "CannotReplayError";
}

/** What is wrong, as `tell` takes it. */
export type Because = Parameters<typeof tell<ReasonCode>>;

interface Failed {
  readonly ok: false;
  readonly failure: Failure;
}

export const failAt = (place: Place, ...because: Because): Failed =>
  failWith(tell(...because), place, null, null);

/** @returns the failure of a record that can be read */
export const failRecord = ({ record, content, ...place }: PlacedRecord, ...because: Because): Failed =>
  failWith(tell(...because), place, content?.type ?? null, record.hash);

/** @returns the failure of a record with this hash, which may say what it is */
export function failWith(
  reason: Reason,
  { entry, position }: Place,
  type: string | null,
  hash: Hash | null,
): Failed {
  return {
    ok: false,
    failure: { entry, position, type, hash, ...reason, reason: reasonInEnglish(reason) },
  };
}
