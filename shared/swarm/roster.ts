/** Who is linked, what they say about themselves, and whom a round waits for. */
import type { Hash, PeerId } from "../core/ids.ts";
import type { Head } from "../ledger/records/commit.ts";
import type { PeerPhase } from "../protocol/message.ts";

export interface PeerStatus {
  readonly head: Head;
  readonly phase: PeerPhase;
  readonly roundAgeMs: number;
  /** By our clock, when it said so. */
  readonly atMs: number;
}

/** As many heads as a peer keeps and serves (KEPT_HEADS). */
const HEADS_REMEMBERED = 4;
/** Rounds that a peer may miss and still be waited for; a tab in the background misses one now and then. */
const MISSES_FORGIVEN = 2;

interface Entry {
  status: PeerStatus | null;
  /** Heads that it stood on, the latest last. */
  heads: readonly Hash[];
  misses: number;
}

export class Roster {
  readonly #entries = new Map<PeerId, Entry>();

  add(peer: PeerId): void {
    this.#entries.set(peer, { status: null, heads: [], misses: 0 });
  }

  remove(peer: PeerId): void {
    this.#entries.delete(peer);
  }

  setStatus(peer: PeerId, status: PeerStatus): void {
    const entry = this.#entries.get(peer);
    if (!entry) return;
    entry.status = status;
    this.addHolder(peer, status.head.hash);
  }

  /** It says that it has this head, or shows its certificate. */
  addHolder(peer: PeerId, head: Hash): void {
    const entry = this.#entries.get(peer);
    if (!entry || entry.heads.at(-1) === head) return;
    entry.heads = [...entry.heads.filter((other) => other !== head), head].slice(-HEADS_REMEMBERED);
  }

  /** It has not got what belongs to this head. */
  removeHolder(peer: PeerId, head: Hash): void {
    const entry = this.#entries.get(peer);
    if (entry) entry.heads = entry.heads.filter((other) => other !== head);
  }

  /** It was late, but not so late that waiting would not have helped. */
  excuse(peer: PeerId): void {
    const entry = this.#entries.get(peer);
    if (entry) entry.misses = 0;
  }

  /** A round ended: who was expected and did not contribute in time is not waited for after a few times, until it contributes again. */
  countRound(expected: Iterable<PeerId>, contributed: ReadonlySet<PeerId>): void {
    for (const peer of expected) {
      const entry = this.#entries.get(peer);
      if (entry) entry.misses = contributed.has(peer) ? 0 : entry.misses + 1;
    }
    for (const peer of contributed) {
      const entry = this.#entries.get(peer);
      if (entry) entry.misses = 0;
    }
  }

  /** Peers that are at work and worth waiting for, and the head that each stands on. */
  standing(): ReadonlyMap<PeerId, Hash> {
    const atWork: (readonly [peer: PeerId, head: Hash, isReliable: boolean])[] = [];
    for (const [peer, { status, misses }] of this.#entries) {
      const isAtWork = status !== null && status.phase !== "syncing" && status.phase !== "watching";
      if (isAtWork) atWork.push([peer, status.head.hash, misses < MISSES_FORGIVEN]);
    }
    const reliable = atWork.filter(([, , isReliable]) => isReliable);
    // Who finds most of the others late is early: it must not run ahead of them, for ever alone.
    const isEarly = 2 * (reliable.length + 1) <= atWork.length + 1;
    return new Map((isEarly ? atWork : reliable).map(([peer, head]) => [peer, head]));
  }

  /** Peers that said they have this head; they keep it for a while after they have moved on. */
  holdersOf(head: Hash): readonly PeerId[] {
    return [...this.#entries].filter(([, { heads }]) => heads.includes(head)).map(([peer]) => peer);
  }

  /** How long others have been on this head by now, as most of them say; 0 when nobody is. */
  roundAgeMs(head: Hash, nowMs: number): number {
    const ages = [...this.#entries.values()].flatMap(({ status }) =>
      status?.head.hash === head ? [status.roundAgeMs + nowMs - status.atMs] : [],
    );
    // The lower median: one whose clock jumped, or who lies, must not cut short everybody's training.
    return ages.toSorted((a, b) => a - b)[(ages.length - 1) >> 1] ?? 0;
  }

  /** It fetches a head, or a project's data: of updates it asks for those that it needs, and others would only delay it. */
  isFetching(peer: PeerId): boolean {
    return this.statusOf(peer)?.phase === "syncing";
  }

  statusOf(peer: PeerId): PeerStatus | null {
    return this.#entries.get(peer)?.status ?? null;
  }
}
