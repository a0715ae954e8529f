/** The Transport port in a tab. It lives on the main thread, the only one that has RTCPeerConnection, and only moves buffers there. */
import { toHex } from "../../shared/core/bytes.ts";
import type { Hash } from "../../shared/core/ids.ts";
import { createRandom } from "../../shared/core/random.ts";
import type { Signer } from "../../shared/ports/signatures.ts";
import type { Transport } from "../../shared/ports/transport.ts";
import type { SignalingConfig } from "../../shared/protocol/signaling.ts";
import { RtcTransport } from "../../shared/transport/rtc-transport.ts";
import type { OpenSocket } from "../../shared/transport/signaling-client.ts";
import { pageClock } from "./page-clock.ts";
import { createPeerjsRtc } from "./peerjs-rtc.ts";

export interface PeerjsTransportOptions {
  /** New and unguessable in every session; made here by default. */
  readonly address?: string;
  /** Base addresses of signaling servers: ws:// or wss://. */
  readonly servers: readonly string[];
  readonly iceServers: SignalingConfig["iceServers"];
  /** Only through TURN servers, so that others do not see the visitor's addresses. */
  readonly isRelayOnly: boolean;
  /** The project. */
  readonly room: Hash;
  /** Signs joins; the key itself stays in the worker. */
  readonly signer: Signer;
  readonly dialTimeoutMs?: number;
}

export function createPeerjsTransport(options: PeerjsTransportOptions): Transport {
  const { address = toHex(randomBytes(16)) } = options;
  const token = toHex(randomBytes(16));
  const config: RTCConfiguration = {
    iceServers: options.iceServers.map(toIceServer),
    iceTransportPolicy: options.isRelayOnly ? "relay" : "all",
  };
  const stack = createPeerjsRtc(address, config);
  const random = createRandom(token);
  return new RtcTransport({
    ...options,
    address,
    token,
    stack,
    random,
    randomBytes,
    openSocket,
    clock: pageClock,
  });
}

const randomBytes = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));

/** Without the fields that are not there: the browser refuses `undefined`. */
function toIceServer({ urls, username, credential }: SignalingConfig["iceServers"][number]): RTCIceServer {
  return {
    urls,
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  };
}

const openSocket: OpenSocket = (url, { onText, onClosed }) => {
  const socket = new WebSocket(url);
  socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (typeof data === "string") onText(data);
  });
  socket.addEventListener("close", () => onClosed());
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
};
