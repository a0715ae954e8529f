/**
 * Gets this peer onto a heavier head: asks for the certificate of whatever a peer claims to stand on, and for the state below a certificate. A head is
 * believed because of its signatures and hashes, never because of who sent it.
 */
import type { Hash, PeerId } from "../core/ids.ts";
import type { Head } from "../ledger/records/commit.ts";
import type { SignedRecord } from "../ledger/signed-record.ts";
import type { Clock } from "../ports/clock.ts";
import type { Message } from "../protocol/message.ts";
import type { Blobs } from "./blobs.ts";
import { isHeavier } from "./fork-choice.ts";
import type { KnownHead } from "./known-head.ts";
import { type ChunkCache, StateSync } from "./state-sync.ts";

export interface HeadFollowerPorts {
  readonly clock: Clock;
  readonly blobs: Blobs;
  readonly parameterCount: number;
  readonly cache: ChunkCache | null;
  readonly send: (peer: PeerId, message: Message) => void;
  /** Who said that it stands, or lately stood, on this head. */
  readonly holdersOf: (head: Hash) => readonly PeerId[];
  readonly latest: () => KnownHead;
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
  readonly onArrived: (known: KnownHead) => void;
  /** Nobody could deliver it, those who said they have it (`liars`) least of all; the own head is still good. */
  readonly onFailed: (liars: readonly PeerId[]) => void;
}

/** Before the same certificate is asked for again. */
const ASK_AGAIN_MS = 3_000;
/** A head that nobody could deliver is left alone for this long. */
const FAILED_MS = 120_000;
/** A transfer of which no chunk came for this long is given up: 13 kB/s from the quickest donor is too slow for any round. */
const STALLED_MS = 20_000;
/** Heads that peers claim; a stranger can claim as many as it likes. */
const MAX_CLAIMS = 64;

export class HeadFollower {
  readonly #ports: HeadFollowerPorts;
  /** Until when a claim is not looked at again: its certificate was just asked for, or nobody had its state. */
  readonly #ignoredUntilMs = new Map<Hash, number>();
  readonly #failedUntilMs = new Map<Hash, number>();
  #target: Head | null = null;
  #sync: StateSync | null = null;
  #progressAtMs = 0;

  constructor(ports: HeadFollowerPorts) {
    this.#ports = ports;
  }

  /** The head whose state is being fetched. */
  get target(): Head | null {
    return this.#target;
  }

  /** `peer` says that it stands on `head`. */
  consider(peer: PeerId, head: Head): void {
    const { clock, latest, send } = this.#ports;
    const nowMs = clock.nowMs();
    if (!isHeavier(head, this.#target ?? latest().head)) return;
    if (isBefore(this.#ignoredUntilMs, head.hash, nowMs)) return;
    remember(this.#ignoredUntilMs, head.hash, nowMs + ASK_AGAIN_MS);
    send(peer, { kind: "want", what: "certificate", hash: head.hash });
  }

  /**
   * Fetches the state of a head whose certificate holds. Rounds go on while a large state is on its way, so a newer head is not followed instead but
   * from there.
   * @returns false when this peer stands on a heavier head, is on its way to another one, or knows nobody who has it
   */
  follow(head: Head, commit: SignedRecord): boolean {
    const { clock, holdersOf, latest } = this.#ports;
    const nowMs = clock.nowMs();
    if (this.#target !== null || !isHeavier(head, latest().head)) return false;
    if (isBefore(this.#failedUntilMs, head.hash, nowMs) || holdersOf(head.hash).length === 0) return false;
    this.#target = head;
    this.#progressAtMs = nowMs;
    this.#sync = this.#fetch(head, commit);
    return true;
  }

  /** To be called now and then. */
  beat(): void {
    const target = this.#target;
    if (target === null) return;
    const isStalled = this.#ports.clock.nowMs() - this.#progressAtMs >= STALLED_MS;
    if (isStalled || this.#ports.holdersOf(target.hash).length === 0) this.#fail(target);
  }

  /** This peer stands on another head now. */
  onHead(own: Head): void {
    if (this.#target !== null && !isHeavier(this.#target, own)) this.cancel();
  }

  cancel(): void {
    this.#sync?.cancel();
    this.#sync = null;
    this.#target = null;
  }

  #fetch(head: Head, commit: SignedRecord): StateSync {
    const { clock, blobs, parameterCount, cache, holdersOf, latest } = this.#ports;
    const { state, chunkList } = latest();
    const request = {
      state: head.state,
      parameterCount,
      donors: () => holdersOf(head.hash),
      known: { state, list: chunkList },
      cache,
    };
    return new StateSync(blobs, request, {
      onProgress: (doneBytes, totalBytes) => {
        this.#progressAtMs = clock.nowMs();
        this.#ports.onProgress(doneBytes, totalBytes);
      },
      onDone: (arrived, list) => {
        this.cancel();
        this.#ports.onArrived({ head, commit, state: arrived, chunkList: list });
      },
      onFailed: () => this.#fail(head),
    });
  }

  #fail(head: Head): void {
    const { clock, holdersOf, onFailed } = this.#ports;
    this.cancel();
    remember(this.#failedUntilMs, head.hash, clock.nowMs() + FAILED_MS);
    onFailed(holdersOf(head.hash));
  }
}

function isBefore(times: ReadonlyMap<Hash, number>, hash: Hash, nowMs: number): boolean {
  return nowMs < (times.get(hash) ?? 0);
}

function remember(times: Map<Hash, number>, hash: Hash, untilMs: number): void {
  if (times.size >= MAX_CLAIMS) times.clear();
  times.set(hash, untilMs);
}
