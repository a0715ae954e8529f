/**
 * Files as content-addressed pieces: a shard's name is the SHA-256 of its bytes, and a file's name is that of its shard list (all hashes,
 * 32 bytes each, in order). Whoever holds a manifest can therefore check every piece that a stranger sends, in any order.
 */
import { assert } from "../core/assert.ts";
import { concatBytes, toHex } from "../core/bytes.ts";
import { sha256 } from "../core/hash.ts";
import type { Hash } from "../core/ids.ts";
import { CHUNK_BYTES } from "../protocol/limits.ts";

/** Every shard but a file's last has exactly this length. */
export const SHARD_BYTES = CHUNK_BYTES;
const HASH_BYTES = 32;

/** Bytes by their SHA-256. */
export type Blobs = ReadonlyMap<Hash, Uint8Array>;

export interface CutFile {
  /** SHA-256 of the shard list. */
  readonly shardList: Hash;
  /** The list and all shards; shards are views into the file. */
  readonly blobs: Blobs;
}

export function cutFile(bytes: Uint8Array): CutFile {
  const blobs = new Map<Hash, Uint8Array>();
  const digests: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += SHARD_BYTES) {
    const shard = bytes.subarray(start, start + SHARD_BYTES);
    const digest = sha256(shard);
    digests.push(digest);
    blobs.set(toHex(digest), shard);
  }
  const list = concatBytes(digests);
  const shardList = toHex(sha256(list));
  blobs.set(shardList, list);
  return { shardList, blobs };
}

/** Length of the shard list of a file of `fileBytes`, in bytes. */
export function shardListBytes(fileBytes: number): number {
  return HASH_BYTES * Math.ceil(fileBytes / SHARD_BYTES);
}

/** Length of a file's shard with this index, in bytes. */
export function shardBytes(fileBytes: number, index: number): number {
  return Math.min(SHARD_BYTES, fileBytes - index * SHARD_BYTES);
}

/** The hashes of a list whose own hash and length were checked. */
export function readShardList(list: Uint8Array): Hash[] {
  assert(list.length % HASH_BYTES === 0, "a shard list is cut at whole hashes");
  return Array.from({ length: list.length / HASH_BYTES }, (_, index) =>
    toHex(list.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES)),
  );
}
