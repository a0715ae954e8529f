/** The WebSocket side of the server: admits sockets, gives each a session, and ends them all. */
import { randomInt } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import { SIGNALING_FRAME_BYTES, SIGNALING_KEY } from "../shared/protocol/signaling.ts";
import { AdmissionDesk, type AdmissionOptions, type Admitted } from "./admission.ts";
import type { CountTabs } from "./answer.ts";
import { createBucket } from "./bucket.ts";
import { Hub } from "./hub.ts";
import type { Log } from "./log.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import type { RandomBelow } from "./member-set.ts";
import { Session, type SessionWorld } from "./session.ts";

/** Close code for a server that goes away (RFC 6455, section 7.4.1). */
const GOING_AWAY = 1001;
/** Frames of one message; clients send messages this small in one. */
const MAX_FRAGMENTS = 16;

export interface SignalingOptions extends AdmissionOptions {
  readonly log: Log;
  /** Draws the introductions. */
  readonly randomBelow?: RandomBelow;
}

export interface Signaling {
  readonly metrics: Metrics;
  readonly countTabs: CountTabs;
  /** For the HTTP server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Refuses newcomers, asks everybody to leave, and cuts whoever has not after the grace time. */
  stop(): Promise<void>;
}

export function createSignaling(options: SignalingOptions): Signaling {
  const { limits, log } = options;
  const hub = new Hub<Session>(options.randomBelow ?? ((limit) => randomInt(limit)));
  const metrics = createMetrics(() => hub.occupancy());
  const desk = new AdmissionDesk(options);
  const webSockets = createWebSocketServer(limits.closeTimeoutMs);
  const world: SessionWorld = {
    hub,
    limits,
    metrics,
    log,
    messagesPerNetwork: createBucket(limits.messagesPerNetwork),
    messagesPerDevice: createBucket(limits.messagesPerDevice),
    joinsPerDevice: createBucket(limits.joinsPerDevice),
    introductionsPerDevice: createBucket({ count: 1, seconds: limits.peersIntervalMs / 1000 }),
  };

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const admission = await desk.decide(request);
    if (socket.destroyed) return;
    if (admission.ok) {
      socket.cork(); // the handshake's answer and the first two messages leave in one write
      webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.on("error", () => undefined); // broken frames; `close` follows
        webSocket.once("close", desk.enter(admission.network));
        welcome(webSocket, admission, world);
      });
      socket.uncork();
    } else {
      metrics.refused.inc({ reason: admission.reason });
      log("debug", "not-admitted", { reason: admission.reason });
      answer(socket, admission.status);
    }
  };

  return {
    metrics,
    countTabs: (room) => hub.memberCount(room),
    upgrade(request, socket, head) {
      socket.on("error", () => socket.destroy()); // reset by the other end before it is a WebSocket
      upgrade(request, socket, head).catch((error: unknown) => {
        log("error", "upgrade-failed", { error: String(error) });
        socket.destroy();
      });
    },
    stop: () => closeAll(webSockets, limits.stopGraceMs),
  };
}

function createWebSocketServer(closeTimeout: number): WebSocketServer {
  const options = {
    noServer: true,
    clientTracking: true,
    maxPayload: SIGNALING_FRAME_BYTES,
    maxFragments: MAX_FRAGMENTS,
    perMessageDeflate: false, // 16 KiB could unpack to anything, and every socket would keep two windows
    autoPong: false,
    closeTimeout,
  };
  const server = new WebSocketServer(options);
  server.on("wsClientError", (_error, socket) => answer(socket, "400 Bad Request"));
  return server;
}

/** Gives the socket a session, unless it speaks with a wrong key or under a name that somebody else has. */
function welcome(socket: WebSocket, { key, ...visitor }: Admitted, world: SessionWorld): void {
  const { hub, metrics } = world;
  const turnAway = (type: string, reason: string): void => {
    metrics.refused.inc({ reason });
    socket.send(JSON.stringify({ type, payload: { msg: reason } }));
    socket.close(1008, reason);
  };
  const present = hub.get(visitor.address);
  if (key !== SIGNALING_KEY) {
    turnAway("INVALID-KEY", "key");
  } else if (present && (visitor.token === "" || visitor.token !== present.token)) {
    turnAway("ID-TAKEN", "address-taken");
  } else {
    // The same tab again, whose old connection broke without a word.
    present?.close();
    hub.add(new Session(socket, visitor, world));
  }
}

/** One line of HTTP, then the end of the connection. */
function answer(socket: Duplex, status: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  socket.once("finish", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

async function closeAll(webSockets: WebSocketServer, graceMs: number): Promise<void> {
  const { clients } = webSockets;
  const allClosed = new Promise<void>((resolve) => {
    webSockets.close(() => resolve()); // no upgrade from here on; calls back with every client gone
  });
  for (const client of clients) client.close(GOING_AWAY);
  const timer = setTimeout(() => {
    for (const client of clients) client.terminate();
  }, graceMs);
  await allClosed;
  clearTimeout(timer);
}
