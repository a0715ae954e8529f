/**
 * Whether others confirm where this device's feed ends. A browser's storage can be set back (a restored backup, a copied profile); a device that went on from
 * there would sign a second record for a place that it has filled before, and be shown false. So it writes only after somebody has confirmed the end that it
 * knows, and otherwise leaves the feed and begins another one.
 */
import type { Hash } from "../../core/ids.ts";
import type { Feed, FeedEnd } from "../../ledger/feed.ts";

/** How long others have for it: introductions and the first heartbeats are over by then. */
export const CONFIRM_MS = 6_000;

export type FeedDoubt =
  /** Somebody knows a record that this device does not: it has forgotten it. */
  | "forgotten"
  /** Nobody has confirmed it in time. */
  | "unconfirmed";

export class FeedWitness {
  /** Where the feed ended when this program opened it. */
  readonly #kept: FeedEnd;
  readonly #hashAt: (seq: number) => Hash | null;
  #isConfirmed: boolean;
  #isForgotten = false;

  /** @param hashAt own record at this place, as far as it is here */
  constructor(feed: Feed, hashAt: (seq: number) => Hash | null) {
    this.#kept = feed.kept;
    this.#hashAt = hashAt;
    this.#isConfirmed = feed.kept.seq < 0; // a new device cannot have forgotten anything
  }

  /** A neighbour's last record of this feed. */
  hear(seq: number, hash: Hash): void {
    const own = seq === this.#kept.seq ? this.#kept.hash : this.#hashAt(seq);
    if (own === hash) this.#isConfirmed ||= seq <= this.#kept.seq;
    else if (own !== null || seq > this.#kept.seq) this.#isForgotten = true;
  }

  get isConfirmed(): boolean {
    return this.#isConfirmed && !this.#isForgotten;
  }

  get isForgotten(): boolean {
    return this.#isForgotten;
  }
}
