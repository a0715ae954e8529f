/**
 * Serves the built page with `sirv`: precompressed copies, etags, ranges. Files in assets/ carry a hash of their
 * content in their name, so browsers keep them for ever; everything else is asked for again each time.
 */
import type { RequestListener, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import sirv from "sirv";

/**
 * Same-origin only, and nothing that strings could be turned into code with, except WebAssembly. ONNX Runtime starts
 * its threads from our own script files, so no blob: workers either. Inline styles are allowed: they run nothing. Data
 * may come from anywhere: a manifest names the addresses of its files, and what hashes to its name is good.
 */
function contentSecurityPolicy(signalingServers: readonly string[]): string {
  const servers = signalingServers.map((server) => new URL(server).origin);
  return [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    ["connect-src 'self' http: https:", ...new Set(servers)].join(" "), // 'self' includes WebSockets of the same host
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/**
 * On every answer, whatever the path. The first two make the page cross-origin isolated, which threads in WASM need.
 * @param signalingServers ws:// and wss:// addresses that the page may speak to, besides its own server
 */
export function securityHeaders(signalingServers: readonly string[]): Readonly<Record<string, string>> {
  return {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": contentSecurityPolicy(signalingServers),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
  };
}

/** @param folder the built page, read once now: a later build needs a restart */
export function createStaticFiles(folder: string): RequestListener {
  const serve = sirv(folder, { brotli: true, gzip: true, etag: true, setHeaders: setCaching });
  return (request, response) => {
    delete request.headers.range; // sirv throws on "bytes=9-1"; answering with the whole file is always allowed
    response.on("pipe", (file: Readable) => tieTogether(file, response));
    serve(request, response, () => {
      response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" });
      response.end("There is nothing here.\n");
    });
  };
}

/**
 * sirv pipes a file into the response and forgets both. A file that a new build has removed must end that response and
 * not the process, and a visitor who leaves half-way must not leave the file open.
 */
function tieTogether(file: Readable, response: ServerResponse): void {
  file.on("error", () => response.destroy());
  response.on("close", () => file.destroy());
}

function setCaching(response: ServerResponse, pathname: string): void {
  const isHashed = pathname.startsWith("/assets/");
  response.setHeader("Cache-Control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
}
