import type { PeerId } from "../../core/ids.ts";
import type { Handshake } from "./handshake.ts";
import type { MessageLimits } from "./message-limits.ts";
import type { SendQueue } from "./send-queue.ts";
import type { TokenBucket } from "./token-bucket.ts";

/** One open link. Times are AwakeTime. */
export interface Link {
  readonly address: string;
  /** We dialled it, so nobody chose it for us. */
  readonly isDialled: boolean;
  readonly handshake: Handshake;
  readonly queue: SendQueue;
  readonly limits: MessageLimits;
  /** Signaling that we pass on to it. */
  readonly relayed: TokenBucket;
  /** Null until the other end has proved its key. */
  device: PeerId | null;
  openedAtMs: number;
  heardAtMs: number;
  /** Refused, and open a little longer so that the other end learns why from our hello. */
  closeAtMs: number | null;
  sentBytes: number;
  receivedBytes: number;
}

/** Why a peer is not linked any more. */
export type LeaveReason =
  /** It said that it leaves. */
  | "bye"
  /** Nothing was heard for SILENCE_MS. */
  | "silent"
  /** It does not take what we send. */
  | "slow"
  /** Misbehaved once too often. */
  | "cut-off"
  /** The same device came over another link, because this one had died. */
  | "replaced"
  /** As the transport says. */
  | "lost"
  | "left";
