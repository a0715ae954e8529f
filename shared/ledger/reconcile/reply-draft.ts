/** A message while it is written. It takes what fits, and keeps room to name what did not. */
import type { Hash } from "../../core/ids.ts";
import {
  encodeReconcileMessage,
  HASH_BYTES,
  HEADER_BYTES,
  RANGE_BYTES_MAX,
  rangeBytes,
  type RangeClaim,
  RECONCILE_BYTES,
  RECONCILE_IDS,
  RECONCILE_LISTED,
  RECONCILE_RANGES,
} from "./reconcile-message.ts";
import { type Bound, FIRST_BOUND, isAscendingBounds } from "./record-order.ts";

/** Kept free for the range that stands for all that did not fit, and for a skip before it. */
const SPARE_RANGES = 2;
const SPARE_BYTES = SPARE_RANGES * RANGE_BYTES_MAX;
/** Hashes that weigh as much as the two ranges that a list may add. */
const IDS_PER_LIST = Math.ceil((2 * RANGE_BYTES_MAX) / HASH_BYTES);

export class ReplyDraft {
  readonly #offered: Hash[] = [];
  readonly #wanted: Hash[] = [];
  readonly #ranges: RangeClaim[] = [];
  #bound = FIRST_BOUND;
  #bytes = HEADER_BYTES;
  #listed = 0;

  /** Hashes that can still be offered or wanted. */
  get idsLeft(): number {
    const byBytes = Math.floor((RECONCILE_BYTES - SPARE_BYTES - this.#bytes) / HASH_BYTES);
    return Math.min(byBytes, RECONCILE_IDS - this.#offered.length - this.#wanted.length - this.#listed);
  }

  /** Hashes that one more list can have. */
  get listLeft(): number {
    return Math.max(0, Math.min(this.idsLeft - IDS_PER_LIST, RECONCILE_LISTED - this.#listed));
  }

  offer(hash: Hash): void {
    this.#offered.push(hash);
    this.#bytes += HASH_BYTES;
  }

  want(hash: Hash): void {
    this.#wanted.push(hash);
    this.#bytes += HASH_BYTES;
  }

  /**
   * Says something of the records from `lower` on, and skips those between the last range and `lower`.
   * @returns false when it does not fit
   */
  add(lower: Bound, claim: RangeClaim): boolean {
    const added = this.#withSkip(lower, claim);
    const bytes = this.#bytesOf(added);
    if (this.#ranges.length + added.length > RECONCILE_RANGES - SPARE_RANGES) return false;
    if (this.#bytes + bytes > RECONCILE_BYTES - SPARE_BYTES) return false;
    this.#push(added, bytes);
    return true;
  }

  /** The last range, which always fits; no list. */
  addLast(lower: Bound, claim: RangeClaim): void {
    const added = this.#withSkip(lower, claim);
    this.#push(added, this.#bytesOf(added));
  }

  /** The message, or null when there is nothing to say. */
  finish(): Uint8Array | null {
    if (this.#offered.length + this.#wanted.length + this.#ranges.length === 0) return null;
    return encodeReconcileMessage({ offered: this.#offered, wanted: this.#wanted, ranges: this.#ranges });
  }

  #withSkip(lower: Bound, claim: RangeClaim): readonly RangeClaim[] {
    return isAscendingBounds(this.#bound, lower) ? [{ kind: "skip", upper: lower }, claim] : [claim];
  }

  #bytesOf(claims: readonly RangeClaim[]): number {
    let bytes = 0;
    let previous = this.#bound;
    for (const claim of claims) {
      bytes += rangeBytes(claim, previous);
      previous = claim.upper;
    }
    return bytes;
  }

  #push(claims: readonly RangeClaim[], bytes: number): void {
    this.#ranges.push(...claims);
    this.#bytes += bytes;
    this.#bound = claims.at(-1)!.upper;
    for (const claim of claims) if (claim.kind === "list") this.#listed += claim.hashes.length;
  }
}
