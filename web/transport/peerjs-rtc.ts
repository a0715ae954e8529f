/** WebRTC in a tab for the transport: connections are made by peerjs, frames go straight to the data channel. */
import type { DataConnection } from "peerjs";
import { SEND_LOW_WATER_BYTES } from "../../shared/protocol/limits.ts";
import { parsePeerSignal, type PeerSignal } from "../../shared/transport/peer-signal.ts";
import type { RtcConnection, RtcHooks, RtcStack } from "../../shared/transport/rtc-stack.ts";
import { GuardedPeer } from "./guarded-peer.ts";

export function createPeerjsRtc(address: string, config: RTCConfiguration): RtcStack {
  const hooksById = new Map<string, RtcHooks>();
  const peer = new GuardedPeer(address, config, ({ type, payload }) => {
    // The browser's objects become plain ones; what others would refuse is not sent.
    const parsed = parsePeerSignal(JSON.stringify({ type, payload }));
    if (parsed.ok) hooksById.get(payload.connectionId)?.onSignal(parsed.value);
  });
  const open = (connectionId: string, hooks: RtcHooks, create: () => DataConnection): RtcConnection => {
    hooksById.set(connectionId, hooks);
    return new PeerjsConnection(peer, create(), hooks, () => hooksById.delete(connectionId));
  };
  return {
    dial: (to, connectionId, hooks) => open(connectionId, hooks, () => peer.connect(to, connectionId)),
    accept: (from, offer, hooks) => open(offer.payload.connectionId, hooks, () => peer.accept(from, offer)),
    dispose: () => peer.dispose(),
  };
}

class PeerjsConnection implements RtcConnection {
  readonly #peer: GuardedPeer;
  readonly #connection: DataConnection;
  readonly #address: string;
  readonly #onClose: () => void;
  #channel: RTCDataChannel | undefined;
  /** What arrived before `onOpen`. */
  #early: unknown[] = [];
  #isOpen = false;
  #isBroken = false;
  #isClosed = false;

  constructor(peer: GuardedPeer, connection: DataConnection, hooks: RtcHooks, onClose: () => void) {
    this.#peer = peer;
    this.#connection = connection;
    this.#address = connection.peer;
    this.#onClose = onClose;
    connection.on("open", () => this.#open(hooks));
    connection.on("data", (data) => {
      if (this.#isOpen) hooks.onData(data);
      else this.#early.push(data);
    });
    connection.on("error", () => {
      this.#isBroken = true; // ICE gave up; before the channel is open, no `close` follows
      if (this.#channel === undefined) hooks.onClosed(true);
    });
    connection.on("close", () => hooks.onClosed(this.#isBroken));
  }

  receive(signal: PeerSignal): void {
    if (!this.#isClosed) this.#peer.receive(this.#connection, signal);
  }

  /** Around peerjs's own buffer, which asks every 50 ms whether there is room. @throws OperationError, InvalidStateError */
  send(frame: Uint8Array<ArrayBuffer>): void {
    this.#channel?.send(frame);
  }

  bufferedBytes(): number {
    return this.#channel?.bufferedAmount ?? 0;
  }

  descriptions(): readonly [string, string] | undefined {
    const { localDescription, remoteDescription } = this.#connection.peerConnection;
    return localDescription && remoteDescription ? [localDescription.sdp, remoteDescription.sdp] : undefined;
  }

  isHealthy(): boolean {
    return ["connected", "completed"].includes(this.#connection.peerConnection.iceConnectionState);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#onClose();
    this.#connection.removeAllListeners();
    this.#connection.close();
    if (this.#channel) this.#channel.onbufferedamountlow = null;
    this.#channel = undefined;
    this.#peer.forget(this.#address);
  }

  #open(hooks: RtcHooks): void {
    if (this.#channel !== undefined) return;
    const { dataChannel, peerConnection } = this.#connection;
    this.#channel = dataChannel;
    dataChannel.bufferedAmountLowThreshold = SEND_LOW_WATER_BYTES;
    dataChannel.onbufferedamountlow = () => hooks.onLow();
    peerConnection.ondatachannel = ({ channel }) => channel.close(); // one per link, or memory is the stranger's
    const report = (): void => {
      this.#isOpen = true;
      hooks.onOpen();
      for (const data of this.#early.splice(0)) hooks.onData(data);
    };
    // Chromium opens the channel of the dialling end before it shows the answer that opened it (one time in ten, measured).
    if (this.descriptions()) report();
    else peerConnection.addEventListener("signalingstatechange", report, { once: true });
  }
}
