/** The part of WebRTC that differs between a tab (peerjs) and Node (node-datachannel): single connections, with no judgement. */
import type { OfferSignal, PeerSignal } from "./peer-signal.ts";

/** Called from events of the stack, never inside a call into it; not at all after `close`. */
export interface RtcHooks {
  /** For the other end, by whatever way there is. */
  onSignal(signal: PeerSignal): void;
  onOpen(): void;
  /** An ArrayBuffer, unless the other end sends something else. */
  onData(data: unknown): void;
  /** The buffer has fallen to SEND_LOW_WATER_BYTES. */
  onLow(): void;
  /** @param isBroken the path failed; otherwise the other end closed */
  onClosed(isBroken: boolean): void;
}

export interface RtcConnection {
  /** An ANSWER or CANDIDATE for this connection. */
  receive(signal: PeerSignal): void;
  /** @throws when the channel takes no more, or is closing */
  send(frame: Uint8Array): void;
  bufferedBytes(): number;
  /** Session descriptions of this end and the other, once open. */
  descriptions(): readonly [local: string, remote: string] | undefined;
  /** Whether packets get through, as far as ICE knows. */
  isHealthy(): boolean;
  /** Ends it and lets go of everything. */
  close(): void;
}

/** One reliable, ordered channel per connection. Connection ids are the caller's. */
export interface RtcStack {
  dial(address: string, connectionId: string, hooks: RtcHooks): RtcConnection;
  accept(address: string, offer: OfferSignal, hooks: RtcHooks): RtcConnection;
  dispose(): void;
}
