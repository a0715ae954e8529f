import { assert } from "./assert.ts";

const HEX_DIGITS = "0123456789abcdef";

/** Lower-case hexadecimal text of `bytes`, two characters per byte. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX_DIGITS.charAt(byte >> 4) + HEX_DIGITS.charAt(byte & 15);
  return text;
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
