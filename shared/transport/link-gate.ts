/**
 * Decides before anything is built for a stranger. Every RTCPeerConnection counts against the browser's 500 per page until garbage
 * is collected, so neither offers nor our own redialling may make them without limit.
 */
import { LINK_CONSTRUCTIONS, LINK_CONSTRUCTIONS_WINDOW_MS } from "../protocol/limits.ts";

/** Offers that one address may make at once, and then per window: an honest one makes one per attempt. */
export const OFFERS_PER_SOURCE = 5;
/** Offers of all addresses together: a full cell and as many newcomers, and addresses cost an attacker nothing. */
export const OFFERS_IN_ALL = 40;
export const OFFERS_WINDOW_MS = 10_000;
/** Addresses remembered; when as many offer within one window, new ones are refused. */
const MAX_SOURCES = 1_024;
/** Looking for sources to forget takes as long as a thousand offers, so not at every one. */
const FORGET_INTERVAL_MS = 1_000;

/** Holds `capacity` tokens at most and gets as many per window. */
class TokenBucket {
  readonly #capacity: number;
  #tokens: number;
  #countedAtMs: number;

  constructor(capacity: number, nowMs: number) {
    this.#capacity = capacity;
    this.#tokens = capacity;
    this.#countedAtMs = nowMs;
  }

  take(nowMs: number): boolean {
    this.#refill(nowMs);
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  isFull(nowMs: number): boolean {
    this.#refill(nowMs);
    return this.#tokens === this.#capacity;
  }

  #refill(nowMs: number): void {
    const gained = ((nowMs - this.#countedAtMs) * this.#capacity) / OFFERS_WINDOW_MS;
    this.#tokens = Math.min(this.#capacity, this.#tokens + gained);
    this.#countedAtMs = nowMs;
  }
}

export class LinkGate {
  readonly #nowMs: () => number;
  readonly #inAll: TokenBucket;
  #forgotAtMs = -FORGET_INTERVAL_MS;
  readonly #bySource = new Map<string, TokenBucket>();
  /** When connections were constructed, oldest first, within the window. */
  readonly #constructedAtMs: number[] = [];

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#inAll = new TokenBucket(OFFERS_IN_ALL, nowMs());
  }

  /** Whether an offer from this address is looked at. The source pays first, so that a single flood does not lock others out. */
  admitOffer(source: string): boolean {
    const nowMs = this.#nowMs();
    let bucket = this.#bySource.get(source);
    if (bucket === undefined) {
      if (this.#bySource.size >= MAX_SOURCES) this.#forgetQuietSources(nowMs);
      if (this.#bySource.size >= MAX_SOURCES) return false;
      bucket = new TokenBucket(OFFERS_PER_SOURCE, nowMs);
      this.#bySource.set(source, bucket);
    }
    return bucket.take(nowMs) && this.#inAll.take(nowMs);
  }

  /** Asks for one more construction. @returns false when the browser's stock must be spared */
  construct(): boolean {
    const nowMs = this.#nowMs();
    const times = this.#constructedAtMs;
    while (times.length > 0 && times[0]! <= nowMs - LINK_CONSTRUCTIONS_WINDOW_MS) times.shift();
    if (times.length >= LINK_CONSTRUCTIONS) return false;
    times.push(nowMs);
    return true;
  }

  #forgetQuietSources(nowMs: number): void {
    if (nowMs - this.#forgotAtMs < FORGET_INTERVAL_MS) return;
    this.#forgotAtMs = nowMs;
    for (const [source, bucket] of this.#bySource) if (bucket.isFull(nowMs)) this.#bySource.delete(source);
  }
}
