/** What is wrong with a bundle, and where. */
import { TabloomError } from "../core/errors.ts";
import type { Hash } from "../core/ids.ts";
import type { CheckedRecord } from "../ledger/checked-record.ts";

/** Where an entry stands in its file. */
export interface Place {
  /** From 0, which is the contents. */
  readonly entry: number;
  /** Byte at which it begins. */
  readonly position: number;
}

export interface PlacedRecord extends Place, CheckedRecord {}

/** The first thing that does not hold. */
export interface Failure extends Place {
  /** Of the record that fails; null where no record can be read. */
  readonly type: string | null;
  readonly hash: Hash | null;
  /** One sentence without a full stop. Parts of it can be a stranger's text. */
  readonly reason: string;
}

export type Checked<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly failure: Failure };

/** The file is no bundle at all, so there is no history that could be true or false. */
export class NotABundleError extends TabloomError {
  override readonly name = "NotABundleError";
}

/** A check that was asked for needs what this bundle or this computer does not have. */
export class CannotReplayError extends TabloomError {
  override readonly name = "CannotReplayError";
}

export function failAt({ entry, position }: Place, reason: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { entry, position, type: null, hash: null, reason } };
}

/** @returns the failure of a record that can be read */
export function failRecord(
  { entry, position, record, content }: PlacedRecord,
  reason: string,
): { ok: false; failure: Failure } {
  return { ok: false, failure: { entry, position, type: content?.type ?? null, hash: record.hash, reason } };
}
