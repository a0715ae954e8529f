/**
 * Blobs between peers: everything big is named by the SHA-256 of its bytes, so it does not matter who sends it, and a lie is proof
 * against its sender. Pushed blobs must have been announced (`expect`), others are asked for (`fetch`).
 */
import { assert } from "../core/assert.ts";
import type { Hash, PeerId } from "../core/ids.ts";
import { REASSEMBLY_BYTES } from "../protocol/limits.ts";
import type { BlobPart } from "../protocol/message.ts";
import { type BlobFailure, type BlobPorts, type BlobSize, fits } from "./blob/blob-ports.ts";
import { type Donors, Fetches } from "./blob/fetches.ts";
import { Reassembly } from "./blob/reassembly.ts";
import { BlobServer, type BlobSource } from "./blob/serving.ts";

/** How often silence is looked for while something is open. */
const TICK_MS = 1_000;

/** Exactly one of the two is called, once; never inside `expect` or `fetch`, and not after cancelling. */
export interface BlobListener {
  /** Gets the bytes for good; their length is within the size and their hash is right. */
  readonly onDone: (bytes: Uint8Array) => void;
  readonly onFailed: (reason: BlobFailure) => void;
}

interface Waiter extends BlobListener {
  readonly hash: Hash;
  readonly size: BlobSize;
  /** The peer that announced it, or null when anybody may be asked. */
  readonly from: PeerId | null;
}

export class Blobs {
  readonly #ports: BlobPorts;
  readonly #server: BlobServer;
  readonly #reassembly: Reassembly;
  readonly #fetches: Fetches;
  readonly #waiters = new Map<Hash, Set<Waiter>>();
  #cancelTick: (() => void) | null = null;
  #isPumpDue = false;
  #isClosed = false;

  constructor(ports: BlobPorts) {
    this.#ports = ports;
    this.#server = new BlobServer(ports);
    this.#reassembly = new Reassembly(ports.reassemblyBytes ?? REASSEMBLY_BYTES, (hash) =>
      this.#waiters.has(hash),
    );
    this.#fetches = new Fetches(ports.clock, {
      ask: (peer, hash, size) => {
        this.#reassembly.allow(peer, hash, size);
        ports.send(peer, { kind: "want", what: "blob", hash });
      },
      starved: (hash) => this.#fail(hash, "starved", ({ from }) => from === null),
      stalled: (peer) => ports.penalize(peer, "stalled"),
    });
  }

  /** Memory of unfinished blobs; never above `reassemblyBytes`. */
  get heldBytes(): number {
    return this.#reassembly.heldBytes;
  }

  /**
   * From now on peers get `hash` when they ask. The bytes that `source` gives must not change while they are under way; null: gone.
   * @param isUrgent served even while updates are pushed: somebody's round waits for it
   */
  provide(hash: Hash, source: BlobSource, isUrgent = false): void {
    this.#server.provide(hash, source, isUrgent);
  }

  /** Takes back one `provide`; a blob that was provided twice is still there. */
  withdraw(hash: Hash): void {
    this.#server.withdraw(hash);
  }

  /** Sends a blob that its announcement promised. What others asked for waits until it has left. */
  push(peer: PeerId, hash: Hash, bytes: Uint8Array): void {
    this.#server.push(peer, hash, bytes);
    this.#arm();
  }

  /** Takes back what of `push` has not begun to leave: nobody waits for it any more. */
  recall(hash: Hash): void {
    this.#server.recall(hash);
  }

  /**
   * Waits for a blob that `from` announced and will push. No time limit; fails when `from` leaves, or sends something else. Memory is
   * taken when it arrives. Other peers may bring it too, when it is fetched as well.
   * @returns a function that stops waiting; what is still sent is then dropped, and no offence
   */
  expect(hash: Hash, size: BlobSize, from: PeerId, listener: BlobListener): () => void {
    this.#reassembly.allow(from, hash, size);
    return this.#wait({ hash, size, from, ...listener });
  }

  /** `from` announced a blob that is of no use here: when it comes, it is dropped, and no offence. */
  tolerate(from: PeerId, hash: Hash, size: BlobSize): void {
    this.#reassembly.allow(from, hash, size);
  }

  /**
   * Asks peers for a blob, one at a time, until one delivers it. Fails when everybody there has failed, or nobody was there, for
   * STARVED_MS.
   * @param donors who might have it, now; asked again whenever somebody must be chosen
   * @returns a function that stops waiting
   */
  fetch(hash: Hash, size: BlobSize, donors: Donors, listener: BlobListener): () => void {
    const cancel = this.#wait({ hash, size, from: null, ...listener });
    this.#fetches.start(hash, size, donors);
    this.#arm();
    // Not inside this call: many fetches begun at once are shared out over all donors in one go, and the caller has its cancel.
    this.#pumpSoon();
    return cancel;
  }

  /** A peer asks for a blob. */
  onWant(peer: PeerId, hash: Hash): void {
    this.#server.onWant(peer, hash);
    this.#arm();
  }

  /** A peer has not what it was asked for. */
  onMissing(peer: PeerId, hash: Hash): void {
    this.#reassembly.forgive(peer, hash);
    this.#fetches.onFailed(peer, hash);
    this.#fetches.pump();
  }

  onPart(peer: PeerId, part: BlobPart): void {
    const abandoned = this.#reassembly.abandonFor(peer, part);
    if (abandoned !== null) this.#abandon(peer, abandoned);
    const taken = this.#reassembly.take(peer, part);
    switch (taken.kind) {
      case "part":
        return this.#fetches.onPart(peer, taken.hash, part.data.length);
      case "whole":
        this.#fetches.onWhole(peer, taken.hash);
        if (taken.bytes !== null) this.#deliver(taken.hash, taken.bytes);
        return this.#fetches.pump();
      case "no-room":
        return this.#lose(peer, taken.hash, "no-room");
      case "refused": {
        const { offence, lost } = taken;
        if (lost !== null) this.#lose(peer, lost, offence === "bad-blob" ? "bad-blob" : "refused");
        return this.#ports.penalize(peer, offence);
      }
    }
  }

  onPeerLeft(peer: PeerId): void {
    this.#server.onPeerLeft(peer);
    this.#reassembly.onPeerLeft(peer);
    this.#fetches.onPeerLeft(peer);
    for (const hash of Array.from(this.#waiters.keys()))
      this.#fail(hash, "left", ({ from }) => from === peer);
    this.#fetches.pump();
  }

  /** Forgets everything; no listener is called any more. */
  close(): void {
    this.#isClosed = true;
    this.#cancelTick?.();
    this.#server.close();
    for (const hash of Array.from(this.#waiters.keys())) this.#forget(hash);
  }

  #wait(waiter: Waiter): () => void {
    const { hash, size } = waiter;
    assert(size.minBytes >= 1 && size.minBytes <= size.maxBytes, `a blob of ${size.minBytes} bytes or more`);
    const waiters = this.#waiters.get(hash) ?? new Set();
    waiters.add(waiter);
    this.#waiters.set(hash, waiters);
    return () => this.#remove(waiter);
  }

  #remove(waiter: Waiter): void {
    const waiters = this.#waiters.get(waiter.hash);
    if (waiters?.delete(waiter) !== true) return;
    if (waiters.size === 0) this.#forget(waiter.hash);
    else if (![...waiters].some(({ from }) => from === null)) this.#fetches.stop(waiter.hash);
  }

  #forget(hash: Hash): void {
    this.#waiters.delete(hash);
    this.#fetches.stop(hash);
    this.#reassembly.release(hash);
  }

  #deliver(hash: Hash, bytes: Uint8Array): void {
    const waiters = this.#waiters.get(hash) ?? [];
    this.#forget(hash);
    for (const { size, onDone, onFailed } of waiters) {
      if (fits(size, bytes.length)) onDone(bytes);
      else onFailed("refused");
    }
  }

  /** A sender may take back what nobody needs; what we wait for is another matter. */
  #abandon(peer: PeerId, hash: Hash): void {
    const wasNeeded = this.#waiters.has(hash);
    this.#lose(peer, hash, "refused");
    if (wasNeeded) this.#ports.penalize(peer, "stalled");
  }

  /** `peer` will not bring `hash`. */
  #lose(peer: PeerId, hash: Hash, reason: BlobFailure): void {
    this.#fetches.onFailed(peer, hash);
    this.#fail(hash, reason, ({ from }) => from === peer);
    this.#fetches.pump();
  }

  #fail(hash: Hash, reason: BlobFailure, isMeant: (waiter: Waiter) => boolean): void {
    for (const waiter of [...(this.#waiters.get(hash) ?? [])].filter(isMeant)) {
      this.#remove(waiter);
      waiter.onFailed(reason);
    }
  }

  #pumpSoon(): void {
    if (this.#isPumpDue) return;
    this.#isPumpDue = true;
    this.#ports.clock.setTimer(0, () => {
      this.#isPumpDue = false;
      if (!this.#isClosed) this.#fetches.pump();
    });
  }

  #arm(): void {
    if (this.#cancelTick !== null || this.#isClosed) return;
    if (this.#fetches.size === 0 && !this.#server.isWaiting) return;
    this.#cancelTick = this.#ports.clock.setTimer(TICK_MS, () => {
      this.#cancelTick = null;
      this.#fetches.tick();
      this.#server.pump();
      this.#arm();
    });
  }
}
