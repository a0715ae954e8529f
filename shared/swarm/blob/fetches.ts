/**
 * Whom to ask for which blob. One donor at a time per blob, at most ASKED_AT_ONCE open with one donor, and nobody is asked again for a blob that
 * it failed before everybody else has failed it too (in WebTorrent, issue 2432, bad seeds are asked forever).
 */
import { must } from "../../core/assert.ts";
import type { Hash, PeerId } from "../../core/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import {
  ASKED_AT_ONCE,
  DONOR_WINDOW_BYTES,
  DONOR_WINDOW_MS,
  RETRY_MAX_MS,
  RETRY_MS,
  STARVED_MS,
} from "../../protocol/limits.ts";
import type { BlobSize } from "./blob-ports.ts";

/** Who might have a blob, now; only peers with an open link. */
export type Donors = () => readonly PeerId[];

interface Fetch {
  readonly hash: Hash;
  readonly size: BlobSize;
  readonly donors: Donors;
  /** Those who failed since everybody was last forgiven. */
  readonly failed: Set<PeerId>;
  asked: PeerId | null;
  notBeforeMs: number;
  retryMs: number;
  /** Since when everybody present has failed and no byte has come. */
  starvedSinceMs: number | null;
}

interface Donor {
  /** Asked and not answered; given-up questions too, for they still stand in the donor's queue. */
  readonly open: Set<Hash>;
  /** Passed over while others are left. */
  isSlow: boolean;
  windowStartMs: number;
  windowBytes: number;
  hasDelivered: boolean;
}

export interface FetchEvents {
  readonly ask: (peer: PeerId, hash: Hash, size: BlobSize) => void;
  readonly starved: (hash: Hash) => void;
  readonly stalled: (peer: PeerId) => void;
}

export class Fetches {
  readonly #clock: Clock;
  readonly #events: FetchEvents;
  readonly #fetches = new Map<Hash, Fetch>();
  readonly #unasked = new Set<Fetch>();
  readonly #donors = new Map<PeerId, Donor>();

  constructor(clock: Clock, events: FetchEvents) {
    this.#clock = clock;
    this.#events = events;
  }

  get size(): number {
    return this.#fetches.size;
  }

  start(hash: Hash, size: BlobSize, donors: Donors): void {
    if (this.#fetches.has(hash)) return;
    const fetch: Fetch = {
      hash,
      size,
      donors,
      failed: new Set(),
      asked: null,
      notBeforeMs: 0,
      retryMs: RETRY_MS,
      starvedSinceMs: null,
    };
    this.#fetches.set(hash, fetch);
    this.#unasked.add(fetch);
  }

  /** The blob is here, or nobody wants it any more. */
  stop(hash: Hash): void {
    const fetch = this.#fetches.get(hash);
    if (fetch === undefined) return;
    this.#fetches.delete(hash);
    this.#unasked.delete(fetch);
  }

  onPart(peer: PeerId, hash: Hash, bytes: number): void {
    const donor = this.#donors.get(peer);
    if (donor !== undefined) donor.windowBytes += bytes;
    const fetch = this.#fetches.get(hash);
    if (fetch !== undefined) fetch.starvedSinceMs = null;
  }

  /** A blob came whole from `peer`. */
  onWhole(peer: PeerId, hash: Hash): void {
    const donor = this.#donors.get(peer);
    if (donor === undefined || !donor.open.delete(hash)) return;
    donor.hasDelivered = true;
    donor.isSlow = false;
  }

  /** `peer` will not deliver `hash`. */
  onFailed(peer: PeerId, hash: Hash): void {
    this.#donors.get(peer)?.open.delete(hash);
    this.#passOver(peer, hash);
  }

  onPeerLeft(peer: PeerId): void {
    const open = this.#donors.get(peer)?.open ?? [];
    this.#donors.delete(peer);
    for (const hash of open) this.#passOver(peer, hash);
    for (const fetch of this.#fetches.values()) fetch.failed.delete(peer); // back on a new link, it may be asked again
  }

  /** Passes over donors that are too slow, gives up what nobody delivers, and asks. */
  tick(): void {
    const now = this.#clock.nowMs();
    for (const [peer, donor] of Array.from(this.#donors)) this.#judge(peer, donor, now);
    for (const { hash, starvedSinceMs } of Array.from(this.#fetches.values())) {
      if (starvedSinceMs !== null && now - starvedSinceMs >= STARVED_MS) this.#events.starved(hash);
    }
    this.pump();
  }

  /** Asks whatever may be asked now. */
  pump(): void {
    const now = this.#clock.nowMs();
    for (const fetch of Array.from(this.#unasked)) {
      if (fetch.notBeforeMs > now || !this.#unasked.has(fetch)) continue;
      const peer = this.#choose(fetch, now);
      if (peer !== undefined) this.#ask(fetch, peer, now);
    }
  }

  #ask(fetch: Fetch, peer: PeerId, now: number): void {
    const donor = this.#donorOf(peer);
    if (this.#countActive(peer, donor) === 0) beginWindow(donor, now);
    this.#unasked.delete(fetch);
    fetch.asked = peer;
    if (donor.open.has(fetch.hash)) return; // given up before, and still in its queue
    donor.open.add(fetch.hash);
    this.#events.ask(peer, fetch.hash, fetch.size);
  }

  /** The donor with the fewest open questions; a slow one only when there is no other. Undefined: wait. */
  #choose(fetch: Fetch, now: number): PeerId | undefined {
    const present = fetch.donors();
    const untried = present.filter((peer) => !fetch.failed.has(peer));
    if (untried.length === 0) {
      fetch.starvedSinceMs ??= now;
      if (present.length === 0) return undefined;
      fetch.failed.clear();
      fetch.notBeforeMs = now + fetch.retryMs;
      fetch.retryMs = Math.min(2 * fetch.retryMs, RETRY_MAX_MS);
      return undefined;
    }
    const quick = untried.filter((peer) => this.#donors.get(peer)?.isSlow !== true);
    let best: PeerId | undefined;
    let fewest = ASKED_AT_ONCE;
    for (const peer of quick.length > 0 ? quick : untried) {
      const open = this.#donors.get(peer)?.open;
      const count = open === undefined ? 0 : open.size - (open.has(fetch.hash) ? 1 : 0);
      if (count >= fewest) continue;
      fewest = count;
      best = peer;
    }
    return best;
  }

  #judge(peer: PeerId, donor: Donor, now: number): void {
    if (this.#countActive(peer, donor) === 0 || now - donor.windowStartMs < DONOR_WINDOW_MS) return;
    const isQuick = donor.hasDelivered || donor.windowBytes >= DONOR_WINDOW_BYTES;
    beginWindow(donor, now);
    if (isQuick) return;
    donor.isSlow = true;
    for (const hash of donor.open) this.#passOver(peer, hash);
    this.#events.stalled(peer);
  }

  #passOver(peer: PeerId, hash: Hash): void {
    const fetch = this.#fetches.get(hash);
    if (fetch === undefined) return;
    fetch.failed.add(peer);
    if (fetch.asked !== peer) return;
    fetch.asked = null;
    this.#unasked.add(fetch);
  }

  /** Questions that we still wait for. */
  #countActive(peer: PeerId, donor: Donor): number {
    let count = 0;
    for (const hash of donor.open) if (this.#fetches.get(hash)?.asked === peer) count++;
    return count;
  }

  #donorOf(peer: PeerId): Donor {
    if (!this.#donors.has(peer)) {
      const donor = {
        open: new Set<Hash>(),
        isSlow: false,
        windowStartMs: 0,
        windowBytes: 0,
        hasDelivered: false,
      };
      this.#donors.set(peer, donor);
    }
    return must(this.#donors.get(peer), "just put there");
  }
}

function beginWindow(donor: Donor, now: number): void {
  donor.windowStartMs = now;
  donor.windowBytes = 0;
  donor.hasDelivered = false;
}
