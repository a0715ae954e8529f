/**
 * The sending half of blob transfer. Updates are pushed at once; everything that was asked for waits while they leave, so that a
 * joiner who fetches the whole state slows nobody's round. Those who ask are served in turn, one blob each.
 */
import type { Hash, PeerId } from "../../core/ids.ts";
import { OPEN_WANTS, PUSH_LEASE_MS, SERVE_LEASE_MS, SERVED_AT_ONCE } from "../../protocol/limits.ts";
import type { BlobPorts } from "./blob-ports.ts";

export type BlobSource = () => Uint8Array | null;

interface Provided {
  readonly source: BlobSource;
  readonly isUrgent: boolean;
}

/** A blob on its way to the transport. After the lease it holds nobody back any more. */
interface Sending {
  readonly peer: PeerId;
  readonly leaseEndsMs: number;
}

export class BlobServer {
  readonly #ports: BlobPorts;
  /** Two heads may share a chunk, so a blob may have several offers. */
  readonly #provided = new Map<Hash, Provided[]>();
  /** What each peer asked for, oldest first; the peer served last comes last. */
  readonly #queues = new Map<PeerId, Hash[]>();
  readonly #serving = new Map<PeerId, Sending>();
  readonly #pushes = new Set<Sending & { readonly hash: Hash }>();
  #isPumping = false;
  #mustPumpAgain = false;

  constructor(ports: BlobPorts) {
    this.#ports = ports;
  }

  /** Whether somebody waits for a lease to end, so that `pump` must be called now and then. */
  get isWaiting(): boolean {
    return this.#queues.size > 0;
  }

  provide(hash: Hash, source: BlobSource, isUrgent: boolean): void {
    this.#provided.set(hash, [...(this.#provided.get(hash) ?? []), { source, isUrgent }]);
  }

  withdraw(hash: Hash): void {
    const rest = this.#provided.get(hash)?.slice(1) ?? [];
    if (rest.length > 0) this.#provided.set(hash, rest);
    else this.#provided.delete(hash);
  }

  onWant(peer: PeerId, hash: Hash): void {
    const queue = this.#queues.get(peer) ?? [];
    if (queue.length >= OPEN_WANTS || queue.includes(hash)) return this.#ports.penalize(peer, "flood");
    queue.push(hash);
    this.#queues.set(peer, queue);
    this.pump();
  }

  push(peer: PeerId, hash: Hash, bytes: Uint8Array): void {
    const push = { peer, hash, leaseEndsMs: this.#ports.clock.nowMs() + PUSH_LEASE_MS };
    this.#pushes.add(push);
    const end = (): void => {
      if (this.#pushes.delete(push)) this.pump();
    };
    if (!this.#ports.sendBlob(peer, hash, bytes, end)) end();
  }

  /** Takes back the pushes of this blob that have not begun. */
  recall(hash: Hash): void {
    const waiting = [...this.#pushes].filter((push) => push.hash === hash);
    for (const { peer } of waiting) this.#ports.cancelBlob(peer, hash);
  }

  onPeerLeft(peer: PeerId): void {
    this.#queues.delete(peer);
    this.#serving.delete(peer);
    for (const push of this.#pushes) if (push.peer === peer) this.#pushes.delete(push);
    this.pump();
  }

  close(): void {
    this.#provided.clear();
    this.#queues.clear();
  }

  /** Starts whatever may start now. */
  pump(): void {
    // A transport with room calls back before it returns; a loop instead of a recursion bounds the stack.
    this.#mustPumpAgain = true;
    if (this.#isPumping) return;
    this.#isPumping = true;
    while (this.#mustPumpAgain) {
      this.#mustPumpAgain = false;
      for (const peer of Array.from(this.#queues.keys())) {
        const queue = this.#queues.get(peer);
        if (queue !== undefined && this.#mayServe(peer, queue[0]!)) this.#serveNext(peer, queue);
      }
    }
    this.#isPumping = false;
  }

  #mayServe(peer: PeerId, hash: Hash): boolean {
    if (this.#serving.has(peer)) return false;
    const offers = this.#provided.get(hash);
    if (offers === undefined || offers.some(({ isUrgent }) => isUrgent)) return true;
    const now = this.#ports.clock.nowMs();
    const countHeld = (sendings: Iterable<Sending>) =>
      [...sendings].filter(({ leaseEndsMs }) => leaseEndsMs > now).length;
    return countHeld(this.#pushes) === 0 && countHeld(this.#serving.values()) < SERVED_AT_ONCE;
  }

  #serveNext(peer: PeerId, queue: Hash[]): void {
    const hash = queue.shift()!;
    this.#queues.delete(peer);
    if (queue.length > 0) this.#queues.set(peer, queue);
    const bytes = this.#read(hash);
    this.#mustPumpAgain = true;
    if (bytes === null) return this.#ports.send(peer, { kind: "missing", hash });
    const sending = { peer, leaseEndsMs: this.#ports.clock.nowMs() + SERVE_LEASE_MS };
    this.#serving.set(peer, sending);
    const end = (): void => {
      if (this.#serving.get(peer) !== sending) return;
      this.#serving.delete(peer);
      this.pump();
    };
    if (this.#ports.sendBlob(peer, hash, bytes, end)) return;
    end();
    this.#ports.send(peer, { kind: "missing", hash });
  }

  #read(hash: Hash): Uint8Array | null {
    for (const { source } of this.#provided.get(hash) ?? []) {
      const bytes = source();
      if (bytes !== null) return bytes;
    }
    return null;
  }
}
