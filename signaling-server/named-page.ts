/**
 * The page for those who never run it: programs that show a link as a picture and a title. Most of them follow absolute addresses alone, which the
 * build cannot know. So where the operator says what the page's address is, it stands in the page.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { escapeMarkup } from "../shared/core/escape-markup.ts";

const PATHS: readonly string[] = ["/", "/index.html"];
/** As the build writes addresses of its own files into properties of the page, such as og:image. */
const OWN_ADDRESS = /(<meta property="[\w:]+" content=")\.\/([^"]*")/g;

/**
 * @param folder the built page
 * @param publicUrl where visitors find it, ends in a slash; null where nobody has said so
 * @returns by path what answers; nothing where the page stays as it was built
 */
export function namedPage(folder: string, publicUrl: string | null): ReadonlyMap<string, RequestListener> {
  const file = join(folder, "index.html");
  if (publicUrl === null || !existsSync(file)) return new Map();
  const address = escapeMarkup(publicUrl);
  const page = readFileSync(file, "utf8").replace(
    OWN_ADDRESS,
    (_, before: string, rest: string) => `${before}${address}${rest}`,
  );
  const answer = answerWith(Buffer.from(page));
  return new Map(PATHS.map((path) => [path, answer]));
}

/** Without compression: it is little more than the packet that would be saved. */
function answerWith(page: Buffer): RequestListener {
  const etag = `"${createHash("sha256").update(page).digest("base64url")}"`;
  return (request, response) => {
    const isKnown = request.headers["if-none-match"] === etag;
    response.writeHead(isKnown ? 304 : 200, {
      "Content-Type": "text/html;charset=utf-8",
      "Cache-Control": "no-cache",
      ETag: etag,
      ...(isKnown ? {} : { "Content-Length": page.length }),
    });
    response.end(isKnown || request.method === "HEAD" ? undefined : page);
  };
}
