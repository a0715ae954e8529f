import { expect, test } from "vitest";
import { bytesOf, concatBytes, equalBytes, fromHex, toHex } from "../../../shared/core/bytes.ts";
import { hashOf } from "../../../shared/core/hash.ts";

test("bytes become two hexadecimal digits each", () => {
  expect(toHex(Uint8Array.of(0, 9, 10, 255))).toBe("00090aff");
});

test("hexadecimal text becomes the bytes that it came from, and nothing else is taken for it", () => {
  expect(fromHex("00090aff")).toEqual(Uint8Array.of(0, 9, 10, 255));
  expect(fromHex("")).toEqual(new Uint8Array());
  for (const text of ["0", "0g", "FF", "ff\n"]) expect(() => fromHex(text)).toThrow("lower-case hexadecimal");
});

test("bytes are equal when all of them are", () => {
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
});

test("bytesOf sees only the part of the buffer that the view covers", () => {
  const floats = new Float32Array([1, 2, 3]);
  expect(bytesOf(floats.subarray(1, 2))).toEqual(Uint8Array.of(0, 0, 0, 64));
});

test("concatBytes joins parts in order", () => {
  expect(concatBytes([Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3)])).toEqual(
    Uint8Array.of(1, 2, 3),
  );
});

test("a hash is the SHA-256 of the little-endian bytes", () => {
  // printf '\x00\x00\x80\x3f' | sha256sum
  expect(hashOf(new Float32Array([1]))).toBe(hashOf(Uint8Array.of(0, 0, 0x80, 0x3f)));
  // FIPS 180-2: SHA-256 of "abc".
  expect(hashOf(new TextEncoder().encode("abc"))).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
