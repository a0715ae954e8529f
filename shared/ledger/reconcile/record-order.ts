/** The order of all records, by time and then by hash, and the places where it can be cut. */
import type { Hash } from "../../core/ids.ts";

/** All that a reconciliation knows of a record. */
export interface RecordKey {
  /** Unix seconds as the record claims them: a safe integer ≥ 0. Advisory, hence only good for sorting. */
  readonly at: number;
  readonly hash: Hash;
}

/** A cut in the order. Below it lie all records of earlier times, and of its own time those with a smaller hash. */
export interface Bound {
  /** Unix seconds, or Infinity: nothing comes after. */
  readonly at: number;
  /** The first bytes of a hash in hexadecimal, as many as are needed; empty before the first record of that time. */
  readonly prefix: string;
}

export const FIRST_BOUND: Bound = { at: 0, prefix: "" };
export const LAST_BOUND: Bound = { at: Infinity, prefix: "" };

/** Negative, zero or positive, like the comparison of `Array.sort`. */
export function compareKeys(left: RecordKey, right: RecordKey): number {
  return left.at - right.at || compareText(left.hash, right.hash);
}

export function isBelow(key: RecordKey, bound: Bound): boolean {
  return key.at < bound.at || (key.at === bound.at && key.hash < bound.prefix);
}

export function isAscendingBounds(left: Bound, right: Bound): boolean {
  return left.at < right.at || (left.at === right.at && left.prefix < right.prefix);
}

/** The shortest cut with `left` below and `right`, the next record, not. */
export function boundBetween(left: RecordKey, right: RecordKey): Bound {
  if (left.at !== right.at) return { at: right.at, prefix: "" };
  let shared = 0;
  while (left.hash[shared] === right.hash[shared]) shared++;
  const wholeBytes = (shared >> 1) + 1;
  return { at: right.at, prefix: right.hash.slice(0, 2 * wholeBytes) };
}

/** How many of the `count` sorted things fulfil `isBefore`, which holds for all up to some place and for none after it. */
export function countBefore(count: number, isBefore: (index: number) => boolean): number {
  let least = 0;
  let most = count;
  while (least < most) {
    const middle = (least + most) >> 1;
    if (isBefore(middle)) least = middle + 1;
    else most = middle;
  }
  return least;
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
