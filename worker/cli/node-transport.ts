/** The Transport port in Node: WebRTC by node-datachannel, signaling by `ws`; it connects to tabs as well as to other Node processes. */
import { randomBytes } from "node:crypto";
import { WebSocket } from "ws";
import { TabloomError } from "../../shared/core/errors.ts";
import type { Hash } from "../../shared/core/ids.ts";
import { createRandom } from "../../shared/core/random.ts";
import type { Clock } from "../../shared/ports/clock.ts";
import type { Signer } from "../../shared/ports/signatures.ts";
import type { Transport } from "../../shared/ports/transport.ts";
import { SIGNALING_FRAME_BYTES } from "../../shared/protocol/signaling.ts";
import { RtcTransport } from "../../shared/transport/rtc-transport.ts";
import type { OpenSocket } from "../../shared/transport/signaling-client.ts";
import { createNodeRtc, type DataChannelModule, type NodeRtcOptions } from "./node-rtc.ts";

/** The optional package for WebRTC is not installed or does not run on this system. */
export class WebRtcMissingError extends TabloomError {
  override readonly name = "WebRtcMissingError";
}

export interface NodeTransportOptions extends NodeRtcOptions {
  /** Base addresses of signaling servers: ws:// or wss://. */
  readonly servers: readonly string[];
  /** The project. */
  readonly room: Hash;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly dialTimeoutMs?: number;
}

/** @throws WebRtcMissingError */
export async function createNodeTransport(options: NodeTransportOptions): Promise<Transport> {
  const stack = createNodeRtc(await loadDataChannels(), options);
  const address = randomBytes(16).toString("hex");
  const token = randomBytes(16).toString("hex");
  const random = createRandom(token);
  return new RtcTransport({ ...options, stack, address, token, random, randomBytes, openSocket });
}

async function loadDataChannels(): Promise<DataChannelModule> {
  try {
    return await import("node-datachannel");
  } catch (error) {
    throw new WebRtcMissingError(
      "Taking part from the command line needs the optional package node-datachannel. Install it: npm install node-datachannel",
      { cause: error },
    );
  }
}

const openSocket: OpenSocket = (url, { onText, onClosed }) => {
  const socket = new WebSocket(url, { maxPayload: 2 * SIGNALING_FRAME_BYTES, perMessageDeflate: false });
  socket.on("message", (data, isBinary) => {
    if (!isBinary) onText((data as Buffer).toString()); // binaryType is nodebuffer
  });
  socket.on("error", () => undefined); // `close` follows
  socket.on("close", onClosed);
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
};
