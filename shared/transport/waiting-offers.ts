/** Offers that wait for a half-open place: when a whole cell starts at once, fifteen tabs dial one in the same moment. */
import { HALF_OPEN_MS, LINKS_ALIVE } from "../protocol/limits.ts";
import { isMoreCredible, type SignalRoute } from "./offer-precedence.ts";
import type { OfferSignal, PeerSignal } from "./peer-signal.ts";

/** Offer, answer or candidates of one connection: a device with many networks has about twenty candidates. */
export const SIGNALS_PER_LINK = 40;

export interface WaitingOffer {
  readonly from: string;
  readonly offer: OfferSignal;
  readonly route: SignalRoute;
  readonly sinceMs: number;
  /** What came after it. */
  readonly candidates: PeerSignal[];
}

export class WaitingOffers {
  /** By address, the oldest first. */
  readonly #offers = new Map<string, WaitingOffer>();

  /**
   * A later offer of the same address replaces the one before, unless that is more credible and its sender still waits. Beyond
   * LINKS_ALIVE they are dropped.
   */
  add(from: string, offer: OfferSignal, route: SignalRoute, sinceMs: number): void {
    const before = this.#offers.get(from);
    const isWaiting = before !== undefined && sinceMs - before.sinceMs < HALF_OPEN_MS;
    if (isWaiting && isMoreCredible(before.route, route)) return;
    if (this.#offers.delete(from) || this.#offers.size < LINKS_ALIVE)
      this.#offers.set(from, { from, offer, route, sinceMs, candidates: [] });
  }

  addCandidate(from: string, candidate: PeerSignal): void {
    const waiting = this.#offers.get(from);
    if (waiting?.offer.payload.connectionId !== candidate.payload.connectionId) return;
    if (waiting.candidates.length < SIGNALS_PER_LINK) waiting.candidates.push(candidate);
  }

  take(from: string): WaitingOffer | undefined {
    const waiting = this.#offers.get(from);
    this.#offers.delete(from);
    return waiting;
  }

  /** The oldest whose sender has not given up yet. */
  takeNext(nowMs: number): WaitingOffer | undefined {
    for (const [from, waiting] of this.#offers) {
      this.#offers.delete(from);
      if (nowMs - waiting.sinceMs < HALF_OPEN_MS) return waiting;
    }
    return undefined;
  }

  clear(): void {
    this.#offers.clear();
  }
}
