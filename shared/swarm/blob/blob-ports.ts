/** What blob transfer needs from the participant around it. */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Message } from "../../protocol/message.ts";

export interface BlobPorts {
  readonly clock: Clock;
  readonly send: (peer: PeerId, message: Message) => void;
  /**
   * Sends a blob as parts, in order and not mixed with another blob on that link. `onEnd` is called once: when the last part has left for
   * the transport, or none will any more.
   * @returns false when it is not sent, because the peer is gone or too much waits for it; `onEnd` is then never called
   */
  readonly sendBlob: (peer: PeerId, hash: Hash, bytes: Uint8Array, onEnd: () => void) => boolean;
  /** Takes a blob back that waits to be sent to the peer; one that has begun to leave goes on. `onEnd` is called. */
  readonly cancelBlob: (peer: PeerId, hash: Hash) => void;
  /** Counts an offence; may cut the peer and call `onPeerLeft` before it returns. */
  readonly penalize: (peer: PeerId, offence: BlobOffence) => void;
  /** Most bytes under reassembly, over all peers; REASSEMBLY_BYTES by default. */
  readonly reassemblyBytes?: number;
}

/**
 * unwanted: a part of something that this peer was neither asked for nor announced; wrong-size: not the size that is known, or a part
 * that is too small; malformed: not the next part; bad-blob: the bytes do not hash to their name (it is the sole sender, so it lies);
 * stalled: did not answer in time; flood: more open requests than OPEN_WANTS.
 */
export type BlobOffence = "unwanted" | "wrong-size" | "malformed" | "bad-blob" | "stalled" | "flood";

/**
 * left: the sender is gone; bad-blob, refused: it sent wrong bytes, or broke the rules of transfer; no-room: too much is under
 * reassembly; starved: everybody who might have it failed for STARVED_MS.
 */
export type BlobFailure = "left" | "bad-blob" | "refused" | "no-room" | "starved";

/** What is known of a blob's length before it arrives. Both at least 1. */
export interface BlobSize {
  readonly minBytes: number;
  readonly maxBytes: number;
}

export function exactly(bytes: number): BlobSize {
  return { minBytes: bytes, maxBytes: bytes };
}

export function atMost(bytes: number): BlobSize {
  return { minBytes: 1, maxBytes: bytes };
}

export function fits(size: BlobSize, bytes: number): boolean {
  return bytes >= size.minBytes && bytes <= size.maxBytes;
}
