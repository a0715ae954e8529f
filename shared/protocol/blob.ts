/** Bulk data as frames: the header, hash (32 bytes), offset and total length (u32, little-endian), then the data. */
import { assert } from "../core/assert.ts";
import { fromHex, toHex } from "../core/bytes.ts";
import type { Hash } from "../core/ids.ts";
import { type Parsed, refuse } from "../ledger/parse.ts";
import { BLOB_TYPE, frameOf, HEADER_BYTES } from "./frame-header.ts";
import { FRAME_BYTES } from "./limits.ts";
import type { BlobPart } from "./message.ts";
import { PROTOCOL_VERSION } from "./version.ts";

const HASH_BYTES = 32;
const PREFIX_BYTES = HASH_BYTES + 4 + 4;
/** The largest blob: its length has 32 bits. */
const BLOB_BYTES = 4_294_967_295;
/** Data in one frame. */
export const BLOB_PART_BYTES = FRAME_BYTES - HEADER_BYTES - PREFIX_BYTES;

/** One part of a blob as a frame. @param data 1 … BLOB_PART_BYTES bytes, copied */
export function encodeBlobPart(hash: Hash, offset: number, totalBytes: number, data: Uint8Array): Uint8Array {
  assert(
    data.length > 0 &&
      data.length <= BLOB_PART_BYTES &&
      offset >= 0 &&
      offset + data.length <= totalBytes &&
      totalBytes <= BLOB_BYTES,
    `bytes ${offset} to ${offset + data.length} of ${totalBytes} are no part of a blob`,
  );
  const prefix = new Uint8Array(PREFIX_BYTES);
  prefix.set(fromHex(hash));
  const view = new DataView(prefix.buffer);
  view.setUint32(HASH_BYTES, offset, true);
  view.setUint32(HASH_BYTES + 4, totalBytes, true);
  return frameOf(PROTOCOL_VERSION, BLOB_TYPE, prefix, data);
}

/** All frames of a blob, in order; each is made when it is asked for. An empty blob has none. */
export function* blobParts(hash: Hash, bytes: Uint8Array): Generator<Uint8Array, void> {
  for (let offset = 0; offset < bytes.length; offset += BLOB_PART_BYTES) {
    yield encodeBlobPart(hash, offset, bytes.length, bytes.subarray(offset, offset + BLOB_PART_BYTES));
  }
}

/**
 * Reads what follows the header. `data` is a view of the frame. Whether anybody asked for this blob, and whether `totalBytes` is
 * its size, the receiver knows; nothing may be allocated from it before that is checked.
 */
export function decodeBlobPart(body: Uint8Array): Parsed<{ readonly part: BlobPart }> {
  if (body.length <= PREFIX_BYTES) return refuse("a blob part without data");
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const offset = view.getUint32(HASH_BYTES, true);
  const totalBytes = view.getUint32(HASH_BYTES + 4, true);
  const data = body.subarray(PREFIX_BYTES);
  if (offset + data.length > totalBytes) return refuse("a blob part beyond the end of its blob");
  return { ok: true, part: { hash: toHex(body.subarray(0, HASH_BYTES)), offset, totalBytes, data } };
}
