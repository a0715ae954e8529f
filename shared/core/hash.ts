import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import { assert } from "./assert.ts";
import { bytesOf, toHex } from "./bytes.ts";

const isLittleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** SHA-256 of `bytes`. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return nobleSha256(bytes);
}

/** SHA-256 of a typed array's little-endian bytes, as hexadecimal text. The name of every θ, checkpoint and shard. */
export function hashOf(array: ArrayBufferView): string {
  assert(
    isLittleEndian,
    "parameter hashes are defined on little-endian bytes, and this platform is big-endian",
  );
  return toHex(sha256(bytesOf(array)));
}
