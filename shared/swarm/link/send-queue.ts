/**
 * What waits to be sent to one peer. Control messages overtake bulk data between two parts of a blob; blobs go one after the other,
 * because parts of different blobs must not interleave on a link. Parts are cut when the link has room, so a waiting blob costs a
 * reference and no memory.
 */
import type { Hash } from "../../core/ids.ts";

/** Waiting control messages: a minute of everything that an honest round says. A peer that reads slower than that is not in the round. */
export const QUEUED_MESSAGES = 512;
/** Waiting blobs: updates of two rounds and the pieces that a peer may ask for at once. */
export const QUEUED_BLOBS = 16;

interface QueuedBlob {
  readonly hash: Hash;
  readonly frames: Iterator<Uint8Array>;
  readonly done: (isSent: boolean) => void;
  hasBegun: boolean;
}

export class SendQueue {
  readonly #write: (frame: Uint8Array) => boolean;
  readonly #messages: Uint8Array[] = [];
  readonly #blobs: QueuedBlob[] = [];
  #isWritable = true;
  #isPumping = false;
  #isDisposed = false;

  /** @param write hands a frame to the link; false when it should be the last one until `resume` */
  constructor(write: (frame: Uint8Array) => boolean) {
    this.#write = write;
  }

  /** @returns false when the queue is full: the peer does not keep up */
  message(frame: Uint8Array): boolean {
    if (this.#isDisposed) return true; // it left; nobody needs to be told twice
    if (this.#messages.length >= QUEUED_MESSAGES) return false;
    this.#messages.push(frame);
    this.#pump();
    return true;
  }

  /**
   * @param frames the blob's parts, taken one by one as the link has room
   * @param done called once: true when the last part has left, false when it never will
   * @returns false, and never calls `done`, when too many blobs wait
   */
  blob(hash: Hash, frames: Iterable<Uint8Array>, done: (isSent: boolean) => void): boolean {
    if (this.#isDisposed || this.#blobs.length >= QUEUED_BLOBS) return false;
    this.#blobs.push({ hash, frames: frames[Symbol.iterator](), done, hasBegun: false });
    this.#pump();
    return true;
  }

  /** Takes back a blob of which nothing has left yet. */
  cancel(hash: Hash): void {
    const index = this.#blobs.findIndex((blob) => blob.hash === hash && !blob.hasBegun);
    if (index < 0) return;
    const [blob] = this.#blobs.splice(index, 1);
    blob?.done(false);
    this.#pump();
  }

  /** The link has room again. */
  resume(): void {
    this.#isWritable = !this.#isDisposed;
    this.#pump();
  }

  /** The link is gone. */
  dispose(): void {
    this.#isDisposed = true;
    this.#isWritable = false;
    this.#messages.length = 0;
    for (const blob of this.#blobs.splice(0)) blob.done(false);
  }

  #pump(): void {
    if (this.#isPumping) return; // `done` may queue the next blob
    this.#isPumping = true;
    while (this.#isWritable) {
      const frame = this.#next();
      if (frame === undefined) break;
      this.#isWritable = this.#write(frame) && this.#isWritable;
    }
    this.#isPumping = false;
  }

  /** The next frame; a blob is done when its last part was written and its iterator has ended. */
  #next(): Uint8Array | undefined {
    for (;;) {
      const message = this.#messages.shift();
      if (message !== undefined) return message;
      const blob = this.#blobs[0];
      if (blob === undefined) return undefined;
      blob.hasBegun = true;
      const part = blob.frames.next();
      if (part.done !== true) return part.value;
      this.#blobs.shift();
      blob.done(true);
    }
  }
}
