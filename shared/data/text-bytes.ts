/** Files of text as bytes: what is refused as binary, and how the rest is decoded without holding it twice. */
import { DataError } from "./data-error.ts";

/** Bytes decoded at once: large enough to be fast, small enough that the string of a chunk is garbage soon. */
const CHUNK_BYTES = 1 << 20;

/** @throws DataError when `bytes` cannot be a text file because it is empty or holds zero bytes. */
export function refuseBinary(bytes: Uint8Array): void {
  if (bytes.length === 0) {
    throw new DataError("empty");
  }
  const zeroAt = bytes.indexOf(0);
  if (zeroAt < 0) return;
  throw new DataError("binary", { position: zeroAt });
}

/**
 * Decodes UTF-8 chunk by chunk; a character is never split between two chunks. A byte-order mark is skipped, and bytes
 * that are not UTF-8 become U+FFFD.
 */
export function decodeChunks(bytes: Uint8Array, visit: (text: string) => void): void {
  const decoder = new TextDecoder();
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    visit(decoder.decode(bytes.subarray(start, start + CHUNK_BYTES), { stream: true }));
  }
  visit(decoder.decode());
}

/** The whole file as one string: UTF-8, or Windows-1252 (which any bytes are) when it is not UTF-8. */
export function decodeWhole(bytes: Uint8Array): {
  readonly text: string;
  readonly encoding: "UTF-8" | "Windows-1252";
} {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "UTF-8" };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), encoding: "Windows-1252" };
  }
}
