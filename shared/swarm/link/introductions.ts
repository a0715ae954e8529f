/**
 * Whom to dial. Addresses come from the signaling server and from neighbours; none of them is believed to lead anywhere, so every
 * source has a share of a bounded list, and an address that does not answer is tried less and less.
 */
import type { PeerId } from "../../core/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Transport } from "../../ports/transport.ts";
import { CELL_PEERS, HALF_OPEN_MS, LINKS_HALF_OPEN } from "../../protocol/limits.ts";
import { backoffMs } from "./backoff.ts";
import type { Draws } from "./draws.ts";

/** Addresses kept: what a full cell's neighbours can name, and as much again. */
export const CANDIDATES = 256;
/** Of one neighbour's; a liar must not crowd out the others. */
export const CANDIDATES_PER_PEER = 16;
/** Of the signaling server's. */
const CANDIDATES_OF_SERVER = 64;
/** Dials in a row without an answer after which an address is dropped or kept for rare tries. */
export const FAILURES_TO_DROP = 4;
/** Lost neighbours that never said goodbye: behind a partition they wait for us as we for them. Those of the latest full cell. */
const ACQUAINTANCES = 16;
/** One of them is dialled about this often: 120 dials in ten minutes, far from the limit of a page (LINK_CONSTRUCTIONS). */
const ACQUAINTANCE_MS = 5_000;
/** A transport that has not answered by then never will: it gives up by itself after HALF_OPEN_MS. */
const DIAL_MS = 2 * HALF_OPEN_MS;
/** Refused addresses remembered. A stranger can have a new address at any time: this only saves work. */
const REFUSED_ADDRESSES = 256;

const ADDRESS = /^[a-z0-9-]{1,64}$/;

interface Candidate {
  /** Who named it; null is the signaling server, or ourselves. */
  readonly via: PeerId | null;
  /** It was a neighbour once. */
  readonly wasLinked: boolean;
  failures: number;
  notBeforeMs: number;
}

/** What is linked, as far as dialling goes. */
export interface LinkCensus {
  isOpen(address: string): boolean;
  /** Links that are open, authenticated or not. */
  openCount(): number;
}

export class Introductions {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #draws: Draws;
  readonly #census: LinkCensus;
  readonly #candidates = new Map<string, Candidate>();
  /** Longest not tried first. */
  readonly #acquaintances = new Set<string>();
  #acquaintanceAtMs = 0;
  /** Addresses being dialled, and since when. */
  readonly #dialling = new Map<string, number>();
  /** Until when an address is refused. */
  readonly #refused = new Map<string, number>();

  constructor(transport: Transport, clock: Clock, draws: Draws, census: LinkCensus) {
    this.#transport = transport;
    this.#clock = clock;
    this.#draws = draws;
    this.#census = census;
  }

  /** Somebody names addresses. `via`: a neighbour, or null for the signaling server, which is tried first. */
  learn(addresses: readonly string[], via: PeerId | null): void {
    for (const address of addresses) {
      const known = this.#candidates.get(address);
      const isNews = known === undefined || (via === null && known.via !== null);
      if (!isNews || !isAddress(address) || address === this.#transport.address) continue;
      if (!this.#hasRoomFor(via)) return;
      this.#candidates.set(address, { wasLinked: false, failures: 0, notBeforeMs: 0, ...known, via });
    }
  }

  /** A link opened. @returns whether we dialled it */
  opened(address: string): boolean {
    return this.#dialling.delete(address);
  }

  isDialling(address: string): boolean {
    return this.#dialling.has(address);
  }

  /** The other end has proved who it is: worth dialling again when the link breaks. */
  joined(address: string): void {
    this.#acquaintances.delete(address);
    this.#candidates.set(address, { via: null, wasLinked: true, failures: 0, notBeforeMs: 0 });
  }

  /** It said goodbye, and its address ends with it. */
  gone(address: string): void {
    this.#dialling.delete(address);
    this.#candidates.delete(address);
    this.#acquaintances.delete(address);
  }

  /** A dial failed, or a link broke: later again. */
  failed(address: string): void {
    this.#dialling.delete(address);
    const candidate = this.#candidates.get(address);
    if (candidate === undefined) return;
    candidate.failures++;
    candidate.notBeforeMs = this.#clock.nowMs() + backoffMs(candidate.failures - 1, this.#draws.uniform());
    if (candidate.failures < FAILURES_TO_DROP) return;
    if (candidate.wasLinked) this.#acquaintances.add(address);
    else if (this.#census.openCount() === 0) return; // alone, any address is better than none
    this.#candidates.delete(address);
    const [oldest] = this.#acquaintances;
    if (this.#acquaintances.size > ACQUAINTANCES && oldest !== undefined) this.#acquaintances.delete(oldest);
  }

  refuse(address: string, forMs: number): void {
    this.gone(address);
    this.#refused.delete(address);
    this.#refused.set(address, this.#clock.nowMs() + forMs);
    const [oldest] = this.#refused.keys();
    if (this.#refused.size > REFUSED_ADDRESSES && oldest !== undefined) this.#refused.delete(oldest);
  }

  isRefused(address: string): boolean {
    return this.#clock.nowMs() < (this.#refused.get(address) ?? 0);
  }

  /** Dials as many as the cell lacks, a few at a time. @returns the addresses dialled */
  dial(): string[] {
    this.#giveUpDials();
    this.#recallAcquaintance();
    const nowMs = this.#clock.nowMs();
    const missing = CELL_PEERS - 1 - this.#census.openCount() - this.#dialling.size;
    const due = [...this.#candidates].filter(
      ([address, candidate]) =>
        candidate.notBeforeMs <= nowMs &&
        !this.#dialling.has(address) &&
        !this.#census.isOpen(address) &&
        !this.isRefused(address),
    );
    const chosen = this.#draws
      .sample(due, due.length)
      .sort(([, a], [, b]) => a.failures - b.failures || Number(a.via !== null) - Number(b.via !== null))
      .slice(0, Math.max(0, Math.min(missing, LINKS_HALF_OPEN - this.#dialling.size)))
      .map(([address]) => address);
    for (const address of chosen) {
      this.#dialling.set(address, nowMs);
      this.#transport.connect(address);
    }
    return chosen;
  }

  #giveUpDials(): void {
    const tooOldMs = this.#clock.nowMs() - DIAL_MS;
    for (const [address, sinceMs] of this.#dialling) {
      if (sinceMs > tooOldMs) continue;
      this.#transport.close(address);
      this.failed(address);
    }
  }

  /** Gives a lost neighbour one more dial. */
  #recallAcquaintance(): void {
    const nowMs = this.#clock.nowMs();
    const [address] = this.#acquaintances;
    if (address === undefined || nowMs < this.#acquaintanceAtMs) return;
    this.#acquaintanceAtMs = nowMs + ACQUAINTANCE_MS * (0.5 + this.#draws.uniform());
    this.#acquaintances.delete(address);
    const failures = FAILURES_TO_DROP - 1;
    this.#candidates.set(address, { via: null, wasLinked: true, failures, notBeforeMs: 0 });
  }

  #hasRoomFor(via: PeerId | null): boolean {
    let count = 0;
    for (const candidate of this.#candidates.values()) count += Number(candidate.via === via);
    if (count >= (via === null ? CANDIDATES_OF_SERVER : CANDIDATES_PER_PEER)) return false;
    if (this.#candidates.size < CANDIDATES) return true;
    const [worst] = [...this.#candidates].sort(([, a], [, b]) => b.failures - a.failures);
    return worst !== undefined && worst[1].failures > 0 && this.#candidates.delete(worst[0]);
  }
}

/** Whether text may stand in a `peers` or `relay` message. */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}
