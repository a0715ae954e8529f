/** The HTTP side of the server: static files and a health check. It stores nothing and trusts nobody. */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createStaticFiles, SECURITY_HEADERS } from "./static-files.ts";

/** A request's headers must arrive within this; slower clients only hold connections open. */
const HEADERS_TIMEOUT_MS = 10_000;
/** One whole request; ours have no bodies, so anything longer is not ours. */
const REQUEST_TIMEOUT_MS = 30_000;
/** How long a stop waits for answers that are under way. */
const STOP_GRACE_MS = 5_000;

export interface RunningServer {
  /** The port in use: the one asked for, or the free one that was chosen for port 0. */
  readonly port: number;
  /** Takes no new requests, finishes those under way within a grace time, then closes. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** The built page (dist/web). */
  readonly webFolder: string;
}

/** @throws the system's error when the port cannot be had (code EADDRINUSE, EACCES) */
export async function startServer({ port, webFolder }: ServerOptions): Promise<RunningServer> {
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
    createHandler(createStaticFiles(webFolder)),
  );
  // What is not HTTP gets a short refusal instead of an uncaught error.
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    else socket.destroy();
  });
  await listen(server, port);
  return { port: (server.address() as AddressInfo).port, stop: () => stop(server) };
}

function createHandler(serveFile: RequestListener): RequestListener {
  return (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { Allow: "GET, HEAD", Connection: "close" }).end();
    } else if (request.url === "/healthz") {
      response.writeHead(200, { "Content-Type": "application/json", "Cache-Control": "no-store" });
      response.end('{"status":"ok"}\n');
    } else if (!isWellFormedPath(request.url)) {
      response.writeHead(400).end();
    } else {
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

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
