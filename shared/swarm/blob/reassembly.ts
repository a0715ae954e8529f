/**
 * Puts parts together. Nothing is taken in, and nothing allocated, but what a peer owes us: what it was asked for, or what its signed
 * contribution announced. One blob per peer at a time, each part the next one, and the whole must hash to its name.
 */
import { toHex } from "../../core/bytes.ts";
import { sha256 } from "../../core/hash.ts";
import type { Hash, PeerId } from "../../core/ids.ts";
import { DUE_BLOBS, PART_BYTES_MIN } from "../../protocol/limits.ts";
import type { BlobPart } from "../../protocol/message.ts";
import { fits, type BlobOffence, type BlobSize } from "./blob-ports.ts";

export type Taken =
  | { readonly kind: "part"; readonly hash: Hash }
  /** `bytes` is null when nobody waited for them any more. */
  | { readonly kind: "whole"; readonly hash: Hash; readonly bytes: Uint8Array | null }
  | { readonly kind: "no-room"; readonly hash: Hash }
  /** `lost` will not come from this peer; null when the offence cost no blob. */
  | { readonly kind: "refused"; readonly offence: BlobOffence; readonly lost: Hash | null };

interface Sender {
  /** What this peer owes us, oldest first. */
  readonly due: Map<Hash, BlobSize>;
  slot: Slot | null;
}

interface Slot {
  readonly hash: Hash;
  readonly totalBytes: number;
  /** Null when the blob is no longer needed: the rest is counted and dropped. */
  buffer: Uint8Array | null;
  receivedBytes: number;
}

export class Reassembly {
  readonly #limitBytes: number;
  readonly #isNeeded: (hash: Hash) => boolean;
  readonly #senders = new Map<PeerId, Sender>();
  #heldBytes = 0;

  /** @param limitBytes most memory for unfinished blobs */
  constructor(limitBytes: number, isNeeded: (hash: Hash) => boolean) {
    this.#limitBytes = limitBytes;
    this.#isNeeded = isNeeded;
  }

  /** Memory of unfinished blobs. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** From now on `peer` may send `hash`, once. */
  allow(peer: PeerId, hash: Hash, size: BlobSize): void {
    const sender = this.#senders.get(peer) ?? { due: new Map<Hash, BlobSize>(), slot: null };
    this.#senders.set(peer, sender);
    const known = sender.due.get(hash);
    const minBytes = Math.min(size.minBytes, known?.minBytes ?? size.minBytes);
    const maxBytes = Math.max(size.maxBytes, known?.maxBytes ?? size.maxBytes);
    sender.due.set(hash, { minBytes, maxBytes });
    for (const oldest of sender.due.keys()) {
      if (sender.due.size <= DUE_BLOBS) break;
      if (oldest !== sender.slot?.hash) sender.due.delete(oldest);
    }
  }

  /** `peer` said that it will not send `hash`. */
  forgive(peer: PeerId, hash: Hash): void {
    const sender = this.#senders.get(peer);
    if (sender !== undefined) this.#drop(sender, hash);
  }

  /** Frees the memory of a blob that is no longer needed; whoever still sends it may finish. */
  release(hash: Hash): void {
    for (const { slot } of this.#senders.values()) if (slot?.hash === hash) this.#free(slot);
  }

  onPeerLeft(peer: PeerId): void {
    const slot = this.#senders.get(peer)?.slot;
    if (slot) this.#free(slot);
    this.#senders.delete(peer);
  }

  /** When `part` begins another blob that `peer` owes us, it gives up the one that it had begun. @returns the blob given up */
  abandonFor(peer: PeerId, part: BlobPart): Hash | null {
    const sender = this.#senders.get(peer);
    const begun = sender?.slot?.hash;
    if (!sender || begun === undefined || begun === part.hash) return null;
    if (part.offset !== 0 || !sender.due.has(part.hash)) return null;
    this.#drop(sender, begun);
    return begun;
  }

  take(peer: PeerId, part: BlobPart): Taken {
    const sender = this.#senders.get(peer);
    const size = sender?.due.get(part.hash);
    if (sender === undefined || size === undefined) {
      return { kind: "refused", offence: "unwanted", lost: null };
    }
    const offence = findOffence(sender.slot, size, part);
    if (offence !== null) {
      const lost = sender.slot?.hash ?? part.hash;
      this.#drop(sender, lost);
      return { kind: "refused", offence, lost };
    }
    const { slot, hasRoom } = sender.slot
      ? { slot: sender.slot, hasRoom: true }
      : this.#openSlot(sender, part);
    slot.buffer?.set(part.data, part.offset);
    slot.receivedBytes += part.data.length;
    if (slot.receivedBytes === slot.totalBytes) return this.#finish(sender, slot);
    return { kind: hasRoom ? "part" : "no-room", hash: part.hash };
  }

  #openSlot(sender: Sender, { hash, totalBytes }: BlobPart): { slot: Slot; hasRoom: boolean } {
    const isNeeded = this.#isNeeded(hash);
    const hasRoom = !isNeeded || this.#heldBytes + totalBytes <= this.#limitBytes;
    const buffer = isNeeded && hasRoom ? new Uint8Array(totalBytes) : null;
    const slot = { hash, totalBytes, buffer, receivedBytes: 0 };
    this.#heldBytes += buffer?.length ?? 0;
    sender.slot = slot;
    return { slot, hasRoom };
  }

  #finish(sender: Sender, slot: Slot): Taken {
    const { hash, buffer: bytes } = slot;
    this.#drop(sender, hash);
    const isTrue = bytes === null || toHex(sha256(bytes)) === hash;
    return isTrue ? { kind: "whole", hash, bytes } : { kind: "refused", offence: "bad-blob", lost: hash };
  }

  #drop(sender: Sender, hash: Hash): void {
    sender.due.delete(hash);
    if (sender.slot?.hash !== hash) return;
    this.#free(sender.slot);
    sender.slot = null;
  }

  #free(slot: Slot): void {
    this.#heldBytes -= slot.buffer?.length ?? 0;
    slot.buffer = null;
  }
}

function findOffence(slot: Slot | null, size: BlobSize, part: BlobPart): BlobOffence | null {
  const { hash, offset, totalBytes, data } = part;
  const isNext = slot === null ? offset === 0 : slot.hash === hash && offset === slot.receivedBytes;
  if (!isNext) return "malformed";
  const end = offset + data.length;
  const isSize = slot === null ? fits(size, totalBytes) : slot.totalBytes === totalBytes;
  const isPart =
    data.length > 0 && end <= totalBytes && (data.length >= PART_BYTES_MIN || end === totalBytes);
  return isSize && isPart ? null : "wrong-size";
}
