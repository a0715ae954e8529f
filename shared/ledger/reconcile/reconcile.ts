/**
 * Range-based set reconciliation (Meyer 2022, arXiv 2212.13567; the idea of negentropy, NIP-77): two peers find out which records only one
 * of them has, with bytes in proportion to the difference. Fingerprints of ranges are compared; a range that differs is cut into smaller
 * ones, and a short one is listed, hash by hash. Nobody keeps a state between messages.
 *
 *   const opening = reconcile(index, null);        // whoever begins sends opening.reply
 *   const result = reconcile(index, message);      // both sides, for every message of the other
 *   if (!result.ok) …                              // malformed: the exchange is over, result.reason is for the log
 *   else …                                         // send result.reply, or the exchange is over when it is null; fetch, push
 *
 * In a finished exchange each side has seen in `need` all that it lacks and in `have` all that the other lacks, some of it twice: either
 * whoever began fetches the one and pushes the other, or both sides fetch, or both push. An exchange may end anywhere. The next one
 * finds the rest, provided that what was found has been fetched. The caller bounds the messages of an exchange, because a liar never
 * runs out of them; one message costs milliseconds, whatever is in it. `at` must follow from the record's bytes, or two peers would sort
 * a record differently and never be equal.
 */
import type { Hash } from "../../core/ids.ts";
import type { Parsed } from "../parse.ts";
import { type Cutting, type OpenRange, openRanges, planCutting } from "./open-range.ts";
import { decodeReconcileMessage, type ReconcileMessage } from "./reconcile-message.ts";
import type { RecordIndex } from "./record-index.ts";
import { type Bound, FIRST_BOUND, LAST_BOUND } from "./record-order.ts";
import { ReplyDraft } from "./reply-draft.ts";

export interface Reconciliation {
  /** At most RECONCILE_BYTES; null when there is nothing left to ask or to say. */
  readonly reply: Uint8Array | null;
  /** Records that we have and the other lacks. */
  readonly have: readonly Hash[];
  /** Records that the other has, or says so, and we lack. */
  readonly need: readonly Hash[];
}

/** How the whole ledger is cut to begin with: it takes 1.2 kB to find two of them equal. */
const OPENING: Cutting = { isListing: false, rangesEach: 64 };
/** Records of a range that is listed rather than cut: more fingerprints would weigh as much as the hashes. */
const SHORT_RANGE = 3;
/** Records of a fresh range, at least. */
const LEAST_RECORDS = 3;

/** @param incoming the other's message; null to begin */
export function reconcile(index: RecordIndex, incoming: Uint8Array | null): Parsed<Reconciliation> {
  const work = new Work(index);
  if (incoming === null) {
    const all = { lower: FIRST_BOUND, upper: LAST_BOUND, from: 0, to: index.size, listed: null };
    work.refine(all, OPENING);
  } else {
    const decoded = decodeReconcileMessage(incoming);
    if (!decoded.ok) return decoded;
    work.answer(decoded.message);
  }
  return { ok: true, reply: work.draft.finish(), have: [...work.have], need: [...work.need] };
}

/** One message being answered. */
class Work {
  readonly draft = new ReplyDraft();
  readonly have = new Set<Hash>();
  readonly need = new Set<Hash>();
  readonly #index: RecordIndex;

  constructor(index: RecordIndex) {
    this.#index = index;
  }

  answer({ offered, wanted, ranges }: ReconcileMessage): void {
    for (const hash of offered) if (!this.#index.has(hash)) this.need.add(hash);
    for (const hash of wanted) if (this.#index.has(hash)) this.have.add(hash);
    const open = openRanges(this.#index, ranges);
    const cutting = planCutting(open);
    for (const range of open) {
      const stop = range.listed === null ? this.refine(range, cutting) : this.compare(range, range.listed);
      if (stop === null) continue;
      this.#leave(range, stop, open.at(-1)!);
      return;
    }
  }

  /** Says more of a range that differs. @returns null, or the rank of our first record that did not fit */
  refine(range: OpenRange, { isListing, rangesEach }: Cutting): number | null {
    const count = range.to - range.from;
    if (isListing || count <= SHORT_RANGE) return this.#list(range);
    const pieces = Math.min(rangesEach, Math.ceil(count / LEAST_RECORDS));
    let from = range.from;
    for (let piece = 1; piece <= pieces; piece++) {
      const to = range.from + Math.floor((piece * count) / pieces);
      if (!this.#addFingerprint(range, from, to)) return from;
      from = to;
    }
    return null;
  }

  /** Answers a list of all that the other has in a range. @returns as `refine` */
  compare({ from, to }: OpenRange, listed: ReadonlySet<Hash>): number | null {
    const lacking = [...listed].filter((hash) => !this.#index.has(hash));
    for (const hash of lacking) this.need.add(hash);
    if (lacking.length > this.draft.idsLeft) return from;
    for (const hash of lacking) this.draft.want(hash);
    for (let rank = from; rank < to; rank++) {
      const { hash } = this.#index.keyAt(rank);
      if (listed.has(hash)) continue;
      if (this.draft.idsLeft <= 0) return rank;
      this.draft.offer(hash);
      this.have.add(hash);
    }
    return null;
  }

  #list(range: OpenRange): number | null {
    const count = Math.min(range.to - range.from, this.draft.listLeft);
    const to = range.from + count;
    if (count === 0 && to < range.to) return range.from;
    const hashes = Array.from({ length: count }, (_, index) => this.#index.keyAt(range.from + index).hash);
    const isAdded = this.draft.add(range.lower, { kind: "list", upper: this.#upperAt(range, to), hashes });
    if (!isAdded) return range.from;
    return to < range.to ? to : null;
  }

  #addFingerprint(range: OpenRange, from: number, to: number): boolean {
    const fingerprint = this.#index.fingerprint(from, to);
    const upper = this.#upperAt(range, to);
    return this.draft.add(this.#lowerAt(range, from), { kind: "fingerprint", upper, fingerprint });
  }

  /** The reply is full: one fingerprint for all from our record of rank `from` in `range` to the end of the `last` range. */
  #leave(range: OpenRange, from: number, last: OpenRange): void {
    const fingerprint = this.#index.fingerprint(from, last.to);
    const lower = this.#lowerAt(range, from);
    this.draft.addLast(lower, { kind: "fingerprint", upper: last.upper, fingerprint });
  }

  /** Where a piece of `range` begins, and where one ends: at our record of a rank, at the bounds of the range itself. */
  #lowerAt({ lower, from }: OpenRange, rank: number): Bound {
    return rank === from ? lower : this.#index.boundBelow(rank);
  }

  #upperAt({ upper, to }: OpenRange, rank: number): Bound {
    return rank === to ? upper : this.#index.boundBelow(rank);
  }
}
