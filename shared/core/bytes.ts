import { assert } from "./assert.ts";

const HEX_BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Lower-case hexadecimal text of `bytes`, two characters per byte. */
export function toHex(bytes: Uint8Array): string {
  // Joined, not added up: engines keep a sum of strings as a tree, 1.5 kB for a hash.
  return Array.from(bytes, (byte) => HEX_BYTES[byte]).join("");
}

/** The bytes that lower-case hexadecimal text stands for; our own text, so anything else is a mistake of ours. */
export function fromHex(text: string): Uint8Array {
  assert(/^([0-9a-f]{2})*$/.test(text), "expected lower-case hexadecimal text");
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(text.slice(2 * index, 2 * index + 2), 16);
  }
  return bytes;
}

/** The bytes behind a typed array, without copying. Every platform that runs us is little-endian (checked in hash.ts). */
export function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    result.set(part, offset);
    offset += part.length;
  }
  return result;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
