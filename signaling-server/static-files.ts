/**
 * Serves the built page with `sirv`: precompressed copies, etags, ranges. Files in assets/ carry a hash of their
 * content in their name, and those in embed/1/ never change, so browsers keep them for ever; everything else is asked for
 * again each time.
 */
import type { RequestListener, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import sirv from "sirv";
import { namedPage } from "./named-page.ts";

const FIXED = /^\/(?:assets|embed\/\d+)\//;

/**
 * @param folder the built page, read once now: a later build needs a restart
 * @param publicUrl where visitors find it, as far as somebody has said so
 */
export function createStaticFiles(folder: string, publicUrl: string | null = null): RequestListener {
  const named = namedPage(folder, publicUrl);
  const serve = sirv(folder, { brotli: true, gzip: true, etag: true, setHeaders: setCaching });
  return (request, response) => {
    const answer = named.get((request.url ?? "").split("?", 1)[0] ?? "");
    if (answer !== undefined) return answer(request, response);
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
  response.setHeader(
    "Cache-Control",
    FIXED.test(pathname) ? "public, max-age=31536000, immutable" : "no-cache",
  );
}
