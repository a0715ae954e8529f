/** The ranges of a message that are not known to be equal, and how finely to cut them. */
import { equalBytes } from "../../core/bytes.ts";
import type { Hash } from "../../core/ids.ts";
import type { RangeClaim } from "./reconcile-message.ts";
import type { RecordIndex } from "./record-index.ts";
import { type Bound, FIRST_BOUND } from "./record-order.ts";

export interface OpenRange {
  readonly lower: Bound;
  readonly upper: Bound;
  /** Ranks of our records in it: from ≤ rank < to. */
  readonly from: number;
  readonly to: number;
  /** All that the other has in it, if it said so. */
  readonly listed: ReadonlySet<Hash> | null;
}

/** What becomes of the ranges whose fingerprints differ. Only a matter of speed: any choice finds all differences. */
export interface Cutting {
  /** Lists them, whatever their length. */
  readonly isListing: boolean;
  /** Ranges that each of the others becomes. */
  readonly rangesEach: number;
}

/** Ranges of a message, shared among those that differ … */
const FRESH_RANGES = 96;
/** … but each is cut into this many at least, or it would take too many messages. */
const LEAST_RANGES_EACH = 4;
/** Records of all differing ranges together that are not worth another message. */
const SHORT_REST = 64;

/** At most one fingerprint of ours for each of the other's. */
export function openRanges(index: RecordIndex, claims: readonly RangeClaim[]): OpenRange[] {
  const open: OpenRange[] = [];
  let lower = FIRST_BOUND;
  let from = 0;
  for (const claim of claims) {
    const { upper } = claim;
    const to = index.rankOf(upper);
    if (claim.kind === "list") open.push({ lower, upper, from, to, listed: new Set(claim.hashes) });
    if (claim.kind === "fingerprint" && !equalBytes(claim.fingerprint, index.fingerprint(from, to)))
      open.push({ lower, upper, from, to, listed: null });
    lower = upper;
    from = to;
  }
  return open;
}

export function planCutting(open: readonly OpenRange[]): Cutting {
  const differing = open.filter(({ listed }) => listed === null);
  const recordCount = differing.reduce((sum, { from, to }) => sum + to - from, 0);
  return {
    isListing: recordCount <= SHORT_REST,
    rangesEach: Math.max(LEAST_RANGES_EACH, Math.floor(FRESH_RANGES / Math.max(1, differing.length))),
  };
}
