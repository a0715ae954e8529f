import { AssertionError } from "../../../shared/core/assert.ts";
import { decode as looseDecode } from "cborg";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fromHex, toHex } from "../../../shared/core/bytes.ts";
import { type CanonicalValue, decodeCanonical, encodeCanonical } from "../../../shared/ledger/canonical.ts";

const LIMITS = { bytes: 1_000_000, depth: 8 };

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const { value: anyValue } = fc.letrec<{ value: CanonicalValue; leaf: CanonicalValue }>((tie) => ({
  leaf: fc.oneof(
    fc.maxSafeInteger().map((value) => value + 0), // no −0, which is 0 on the wire
    fc.integer({ min: -300, max: 70_000 }),
    text,
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 300 }),
  ),
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    tie("leaf"),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(text, tie("value"), { maxKeys: 5, noNullPrototype: false }),
  ),
}));

function reasonOf(bytes: Uint8Array, limits = LIMITS): string {
  const decoded = decodeCanonical(bytes, limits);
  if (decoded.ok) throw new Error("was accepted");
  return decoded.reason;
}

/** As hexadecimal, because the maps of the two sides have different prototypes. */
const encodeHex = (value: CanonicalValue) => toHex(encodeCanonical(value));

test("decodes what it encodes", () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      const decoded = decodeCanonical(encodeCanonical(value), LIMITS);
      expect(decoded).toMatchObject({ ok: true });
      if (decoded.ok) expect(encodeHex(decoded.value)).toBe(encodeHex(value));
    }),
    { seed: 1, numRuns: 500 },
  );
});

test("a value has one encoding: keys in any order give the same bytes, and bytes that decode are the encoding of their value", () => {
  expect(encodeHex({ b: 1, a: 2, aa: 3 })).toBe(encodeHex({ aa: 3, a: 2, b: 1 }));
  fc.assert(
    fc.property(anyValue, fc.nat(), fc.integer({ min: 0, max: 255 }), (value, position, byte) => {
      const bytes = encodeCanonical(value);
      bytes[position % bytes.length] = byte;
      const decoded = decodeCanonical(bytes, LIMITS);
      if (decoded.ok) expect(encodeHex(decoded.value)).toBe(toHex(bytes));
      else expect(decoded.reason).not.toBe("");
    }),
    { seed: 2, numRuns: 2000 },
  );
});

test.each([
  ["1800", "a head longer than its value needs"],
  ["190017", "a head longer than its value needs"],
  ["1a0000ffff", "a head longer than its value needs"],
  ["1b00000000ffffffff", "a head longer than its value needs"],
  ["580100", "a head longer than its value needs"],
  ["1b0020000000000000", "an integer beyond 2^53"],
  ["3b001fffffffffffff", "an integer beyond 2^53"],
  ["9f01ff", "an indefinite length"],
  ["5f4100ff", "an indefinite length"],
  ["bf616101ff", "an indefinite length"],
  ["c001", "a tag"],
  ["f90000", "a float or an unknown simple value"],
  ["f97e00", "a float or an unknown simple value"],
  ["fb3ff8000000000000", "a float or an unknown simple value"],
  ["f7", "a float or an unknown simple value"],
  ["ff", "a float or an unknown simple value"],
  ["", "ends in the middle of a value"],
  ["8201", "a count beyond the end"],
  ["82018101", "ok"],
  ["19ff", "ends in the middle of a head"],
  ["4401", "a length beyond the end"],
  ["5bffffffffffffffff", "an integer beyond 2^53"],
  ["9affffffff00", "a count beyond the end"],
  ["bb001fffffffffffff00", "a count beyond the end"],
  ["0101", "bytes after the value"],
  ["a10101", "a key that is not text"],
  ["a1800101", "a key that is not text"],
  ["a2616201616102", "not the one encoding of its value"], // keys in the wrong order
  ["62c328", "not the one encoding of its value"], // not UTF-8
  ["63eda080", "not the one encoding of its value"], // half a surrogate pair
  ["dd08000000", "a tag"], // the five bytes that block a tab through peerjs's own decoder
])("bytes %s: %s", (hex, reason) => {
  const decoded = decodeCanonical(fromHex(hex), LIMITS);
  expect(decoded.ok ? "ok" : decoded.reason).toBe(reason);
});

test("refuses duplicate keys", () => {
  expect(reasonOf(fromHex("a2616101616102"))).toMatch(/^not CBOR/);
});

test.each([1, 8, 9, 1000, 100_000])("%i nested arrays or maps neither overflow nor take long", (depth) => {
  const arrays = new Uint8Array(depth + 1).fill(0x81);
  arrays[depth] = 0x01;
  const maps = new Uint8Array(3 * depth + 1).map((_, index) => [0xa1, 0x61, 0x61][index % 3]!);
  maps[3 * depth] = 0x01;
  for (const bytes of [arrays, maps]) {
    const decoded = decodeCanonical(bytes, LIMITS);
    expect(decoded.ok ? "ok" : decoded.reason).toBe(depth <= LIMITS.depth ? "ok" : "nested deeper than 8");
  }
  if (depth >= 100_000) expect(() => void looseDecode(arrays)).toThrow(RangeError); // why there is a scan
});

test("refuses more bytes than allowed before it looks at them", () => {
  expect(reasonOf(new Uint8Array(9), { bytes: 8, depth: 8 })).toBe("9 bytes, at most 8");
});

test("a key named __proto__ is a key like any other", () => {
  const key = Buffer.from("__proto__").toString("hex");
  const decoded = decodeCanonical(fromHex(`a169${key}a16161f5`), LIMITS);
  if (!decoded.ok) throw new Error(decoded.reason);
  const value = decoded.value as object;
  expect(Object.keys(value)).toEqual(["__proto__"]);
  expect("a" in value).toBe(false);
  expect(({} as { a?: boolean }).a).toBeUndefined();
});

test("what it decodes does not keep the message alive", () => {
  const message = Buffer.alloc(100);
  message.set(encodeCanonical(new Uint8Array(90).fill(7)));
  const decoded = decodeCanonical(message.subarray(0, 92), LIMITS);
  if (!decoded.ok) throw new Error(decoded.reason);
  message.fill(0);
  expect(decoded.value).toEqual(new Uint8Array(90).fill(7));
});

test.each([[0.5], [NaN], [2 ** 53], ["\ud800"], [{ a: [Infinity] }], [undefined as unknown as null]])(
  "our own mistake %j does not reach the wire",
  (value) => {
    expect(() => encodeCanonical(value)).toThrow(AssertionError);
  },
);

// Node's Buffer used to come out of it, and a change to a "copy" of a small record changed the record.
test("gives plain bytes, whose slices are copies", () => {
  for (const value of [{ a: 1 }, { a: new Uint8Array(150) }, { a: new Uint8Array(5_000) }, []]) {
    const bytes = encodeCanonical(value);
    const before = toHex(bytes);
    bytes.slice().fill(0);
    expect(toHex(bytes)).toBe(before);
    expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
  }
});
