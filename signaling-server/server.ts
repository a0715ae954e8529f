/**
 * One process on one port: the page, its configuration, health and metrics over HTTP, and the signaling over WebSockets.
 * It stores nothing and trusts nobody.
 */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { SignalingConfig } from "../shared/protocol/signaling.ts";
import { type Featured, NONE_FEATURED } from "./featured.ts";
import { DEFAULT_LIMITS, type ServerLimits } from "./limits.ts";
import type { Log } from "./log.ts";
import { type AnswerSources, makeAnswers, sendMade } from "./made-answers.ts";
import type { RandomBelow } from "./member-set.ts";
import type { AllowedOrigins } from "./network.ts";
import { nameOembed } from "./oembed.ts";
import { pageHeaders } from "./page-headers.ts";
import { createSignaling } from "./signaling.ts";
import { NONE_OFF, type SitesOff } from "./sites-off.ts";
import { createStaticFiles } from "./static-files.ts";

/** A request's headers must arrive within this; slower clients only hold connections open. */
const HEADERS_TIMEOUT_MS = 10_000;
/** One whole request; ours have no bodies, so anything longer is not ours. */
const REQUEST_TIMEOUT_MS = 30_000;

export interface RunningServer {
  /** The port in use: the one asked for, or the free one that was chosen for port 0. */
  readonly port: number;
  /** Takes no new requests and sockets, lets those under way end within a grace time, then closes. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** The built page (dist/web). */
  readonly webFolder: string;
  /** What the page is told at CONFIG_PATH; nothing by default. */
  readonly config?: SignalingConfig;
  /** What the page is told at FEATURED_PATH; nothing by default. */
  readonly featured?: Featured;
  /** Sites that may not show the widget; by default none. */
  readonly sitesOff?: SitesOff;
  /** Where Tabloom is served, as visitors see it; by default as each request says. Ends in a slash. */
  readonly publicUrl?: string | null;
  /** Pages that may use the signaling; by default those of this host. */
  readonly allowedOrigins?: AllowedOrigins;
  /** Proxies in front of this server; by default none. */
  readonly trustedProxies?: number;
  /** Changes to DEFAULT_LIMITS. */
  readonly limits?: Partial<ServerLimits>;
  /** Draws the introductions; by default unpredictable. */
  readonly randomBelow?: RandomBelow;
  readonly log?: Log;
}

/** @throws the system's error when the port cannot be had (code EADDRINUSE, EACCES) */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const { allowedOrigins = "same-host", trustedProxies = 0, log = () => undefined, randomBelow } = options;
  const signaling = createSignaling({
    limits,
    allowedOrigins,
    trustedProxies,
    log,
    ...(randomBelow ? { randomBelow } : {}),
  });
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
    createHandler(
      {
        config: options.config ?? { iceServers: [], signalingServers: [] },
        featured: options.featured ?? NONE_FEATURED,
        sitesOff: options.sitesOff ?? NONE_OFF,
        publicUrl: options.publicUrl ?? null,
        trustedProxies,
        signaling,
      },
      createStaticFiles(options.webFolder, options.publicUrl ?? null),
    ),
  );
  server.on("upgrade", (request, socket, head) => signaling.upgrade(request, socket, head));
  // What is not HTTP gets a short refusal instead of an uncaught error.
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    else socket.destroy();
  });
  await listen(server, options.port);
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      log("info", "stopping");
      await Promise.all([signaling.stop(), stopHttp(server, limits.stopGraceMs)]);
      log("info", "stopped");
    },
  };
}

function createHandler(sources: AnswerSources, serveFile: RequestListener): RequestListener {
  const headersOf = pageHeaders(sources.config.signalingServers);
  const made = makeAnswers(sources);
  return (request, response) => {
    const path = (request.url ?? "").split("?", 1)[0] ?? "";
    for (const [name, value] of Object.entries(headersOf(path))) response.setHeader(name, value);
    const answer = made.get(path);
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { Allow: "GET, HEAD", Connection: "close" }).end();
    } else if (answer !== undefined) {
      sendMade(answer, request, response, sources).catch(() => response.destroy());
    } else if (!isWellFormedPath(request.url)) {
      response.writeHead(400).end();
    } else {
      if (path === "/") nameOembed(request, response, sources);
      serveFile(request, response);
    }
  };
}

/** An absolute path whose percent signs decode. */
function isWellFormedPath(url = ""): boolean {
  if (!url.startsWith("/")) return false;
  try {
    return !decodeURIComponent(url.split("?", 1)[0] ?? "").includes("\0");
  } catch {
    return false; // for example "/%"
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Sockets that became WebSockets count as connections here; ending those is the signaling's part. */
function stopHttp(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
