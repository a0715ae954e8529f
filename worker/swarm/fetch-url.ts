/** Fetches a project's file from a URL that a stranger put into a manifest. */
import { TabloomError } from "../../shared/core/errors.ts";

/** A whole file at 3 Mbit/s; a server that dribbles must not hold the page for ever. */
const TIMEOUT_MS = 300_000;

/** A server that answered, but not with the file. */
export class DownloadError extends TabloomError {
  override readonly name = "DownloadError";
}

/**
 * Without cookies and without saying where we come from: the server learns the visitor's network address and nothing else.
 * @param bytes the file's length; whatever is longer is cut off, because it cannot be the file
 * @throws DownloadError, or what `fetch` throws when the server cannot be reached, forbids it (CORS) or the signal aborts
 */
export async function fetchUrl(url: string, bytes: number, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(url, {
    credentials: "omit",
    referrerPolicy: "no-referrer",
    mode: "cors",
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  if (!response.ok || !response.body) throw new DownloadError(`${url} answered ${response.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = response.body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    size += piece.value.length;
    parts.push(piece.value);
    if (size <= bytes) continue;
    await reader.cancel();
    throw new DownloadError(`${url} is longer than the ${bytes} bytes of the file`);
  }
  return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}
