/** WebRTC in Node for the transport, on node-datachannel (libdatachannel). */
import type * as NodeDataChannel from "node-datachannel";
import type { DataChannel, PeerConnection, RtcConfig } from "node-datachannel";
import type { Clock } from "../../shared/ports/clock.ts";
import { SEND_LOW_WATER_BYTES } from "../../shared/protocol/limits.ts";
import type { SignalingConfig } from "../../shared/protocol/signaling.ts";
import type { OfferSignal, PeerSignal } from "../../shared/transport/peer-signal.ts";
import type { RtcConnection, RtcHooks, RtcStack } from "../../shared/transport/rtc-stack.ts";

/**
 * The answering end starts DTLS as soon as it reaches the other. Where the answer is not there yet, the first flight is lost and said
 * again a second later; so the answer gets a head start.
 */
const ANSWER_HEAD_START_MS = 100;

/** The part of the package that is used; it is an optional dependency and so never imported by name here. */
export type DataChannelModule = Pick<typeof NodeDataChannel, "PeerConnection">;

export interface NodeRtcOptions {
  readonly iceServers: SignalingConfig["iceServers"];
  /** Only through TURN servers, so that others do not see this machine's addresses. */
  readonly isRelayOnly: boolean;
  readonly clock: Clock;
}

export function createNodeRtc(module: DataChannelModule, options: NodeRtcOptions): RtcStack {
  const config: RtcConfig = {
    iceServers: options.iceServers.flatMap(toNativeServers),
    iceTransportPolicy: options.isRelayOnly ? "relay" : "all",
  };
  const open = (address: string, connectionId: string, hooks: RtcHooks) =>
    new NodeConnection(new module.PeerConnection(address, config), connectionId, hooks, options.clock);
  return {
    dial(address, connectionId, hooks) {
      const connection = open(address, connectionId, hooks);
      connection.dial();
      return connection;
    },
    accept(address, offer, hooks) {
      const connection = open(address, offer.payload.connectionId, hooks);
      connection.accept(offer);
      return connection;
    },
    dispose: () => undefined,
  };
}

class NodeConnection implements RtcConnection {
  readonly #connection: PeerConnection;
  readonly #id: string;
  readonly #hooks: RtcHooks;
  #channel: DataChannel | undefined;
  readonly #clock: Clock;
  #isAnswering = false;
  #isClosed = false;

  constructor(connection: PeerConnection, id: string, hooks: RtcHooks, clock: Clock) {
    this.#connection = connection;
    this.#id = id;
    this.#hooks = hooks;
    this.#clock = clock;
    connection.onLocalDescription((sdp, type) => hooks.onSignal(this.#describe(sdp, type === "offer")));
    connection.onLocalCandidate((line, sdpMid) => {
      const candidate = { candidate: line.replace(/^a=/, ""), sdpMid, sdpMLineIndex: 0 };
      hooks.onSignal({ type: "CANDIDATE", payload: { type: "data", connectionId: id, candidate } });
    });
    connection.onStateChange((state) => {
      if (state === "failed") this.#report(true);
    });
    connection.onDataChannel((channel) => {
      this.#use(channel);
      if (channel.isOpen()) hooks.onOpen();
    });
  }

  dial(): void {
    this.#use(this.#connection.createDataChannel(this.#id));
  }

  accept(offer: OfferSignal): void {
    this.#isAnswering = true;
    this.#try(() => this.#connection.setRemoteDescription(offer.payload.sdp.sdp, "offer"));
  }

  receive(signal: PeerSignal): void {
    if (signal.type === "ANSWER") {
      this.#try(() => this.#connection.setRemoteDescription(signal.payload.sdp.sdp, "answer"));
    } else if (signal.type === "CANDIDATE") {
      const { candidate, sdpMid } = signal.payload.candidate;
      const add = () => this.#try(() => this.#connection.addRemoteCandidate(candidate, sdpMid ?? "0"));
      if (this.#isAnswering) this.#clock.setTimer(ANSWER_HEAD_START_MS, add);
      else add();
    }
  }

  /** @throws Error when the channel is closed */
  send(frame: Uint8Array): void {
    this.#channel?.sendMessageBinary(frame);
  }

  bufferedBytes(): number {
    return this.#channel?.bufferedAmount() ?? 0;
  }

  descriptions(): readonly [string, string] | undefined {
    const local = this.#connection.localDescription();
    const remote = this.#connection.remoteDescription();
    return local && remote ? [local.sdp, remote.sdp] : undefined;
  }

  isHealthy(): boolean {
    return this.#connection.state() === "connected";
  }

  close(): void {
    this.#isClosed = true;
    this.#channel = undefined;
    this.#connection.close();
  }

  #use(channel: DataChannel): void {
    this.#channel = channel;
    channel.setBufferedAmountLowThreshold(SEND_LOW_WATER_BYTES);
    channel.onOpen(() => this.#hooks.onOpen());
    channel.onBufferedAmountLow(() => this.#hooks.onLow());
    channel.onMessage((message) => this.#hooks.onData(toArrayBuffer(message)));
    // "disconnected" is also what an orderly end looks like, for the moment in which the callback comes.
    channel.onClosed(() => this.#report(this.#connection.state() === "failed"));
  }

  #report(isBroken: boolean): void {
    if (!this.#isClosed) this.#hooks.onClosed(isBroken);
  }

  /** A description or candidate that the library refuses is a stranger's mistake: the link just does not open. */
  #try(run: () => void): void {
    if (this.#isClosed) return;
    try {
      run();
    } catch {
      this.#clock.setTimer(0, () => this.#report(true));
    }
  }

  #describe(sdp: string, isOffer: boolean): PeerSignal {
    const payload = { type: "data", connectionId: this.#id } as const;
    if (!isOffer) return { type: "ANSWER", payload: { ...payload, sdp: { type: "answer", sdp } } };
    const channel = { label: this.#id, reliable: true, serialization: "raw" } as const;
    return { type: "OFFER", payload: { ...payload, ...channel, sdp: { type: "offer", sdp } } };
  }
}

/** A copy of its own: the library's buffer is a window into a larger one. Text stays text, which the transport refuses. */
function toArrayBuffer(message: string | Uint8Array | ArrayBuffer): string | ArrayBuffer {
  return message instanceof Uint8Array ? new Uint8Array(message).buffer : message;
}

/** The browser's form of an ICE server as libdatachannel's: credentials go into the address. */
function toNativeServers(server: SignalingConfig["iceServers"][number]): string[] {
  const urls = typeof server.urls === "string" ? [server.urls] : server.urls;
  if (server.username === undefined) return urls;
  const login = `${encodeURIComponent(server.username)}:${encodeURIComponent(server.credential ?? "")}@`;
  return urls.map((url) => url.replace(/^(turns?:)/, `$1${login}`));
}
