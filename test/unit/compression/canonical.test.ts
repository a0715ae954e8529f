/** Byte strings that could be read but are not the one that the codec writes for these values: all refused, each with its reason. */
import { expect, test } from "vitest";
import { dense2 } from "../../../shared/compression/dense-codec.ts";
import { unpackTensors } from "../../../shared/compression/entropy-packing.ts";
import { encodeRuns } from "../../../shared/compression/range-coder.ts";
import { layoutOf } from "./updates.ts";

const EIGHT = layoutOf([8]);

/** One tensor of eight values in two bits. */
function dense(small: number, large: number, codes: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(10);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, small, true);
  view.setInt32(4, large, true);
  codes.forEach((code, at) => (bytes[8 + (at >> 2)]! |= code << (2 * (at & 3))));
  return bytes;
}

test.for([
  { what: "both magnitudes", small: 3, large: 5, codes: [0, 1, 2, 3, 0, 1, 2, 3], reason: undefined },
  {
    what: "a small magnitude of zero",
    small: 0,
    large: 5,
    codes: [0, 2, 2, 3, 0, 2, 2, 3],
    reason: undefined,
  },
  { what: "one magnitude", small: 3, large: 3, codes: [1, 2, 2, 1, 1, 2, 1, 2], reason: undefined },
  { what: "zeros", small: 0, large: 0, codes: [2, 2, 2, 2, 2, 2, 2, 2], reason: undefined },
  { what: "a negative zero", small: 0, large: 5, codes: [0, 1, 2, 3, 0, 1, 2, 3], reason: "a negative zero" },
  {
    what: "an unused large one",
    small: 3,
    large: 5,
    codes: [1, 2, 1, 2, 1, 2, 1, 2],
    reason: "never occurs",
  },
  {
    what: "an unused small one",
    small: 3,
    large: 5,
    codes: [0, 3, 0, 3, 0, 3, 0, 3],
    reason: "never occurs",
  },
  { what: "two names for one", small: 3, large: 3, codes: [0, 1, 2, 3, 0, 1, 2, 3], reason: "never occurs" },
  { what: "large below small", small: 5, large: 3, codes: [0, 1, 2, 3, 0, 1, 2, 3], reason: "do not ascend" },
  {
    what: "negative magnitudes",
    small: -3,
    large: 5,
    codes: [0, 1, 2, 3, 0, 1, 2, 3],
    reason: "do not ascend",
  },
])("two bits with $what", ({ small, large, codes, reason }) => {
  const result = dense2.decode(dense(small, large, codes), EIGHT);
  if (reason === undefined) expect(result.ok).toBe(true);
  else expect(result).toEqual({ ok: false, reason: expect.stringContaining(reason) as string });
});

/** One tensor of eight values, entropy-coded with any frequencies. */
function coded(entries: readonly (readonly [number, number])[], codes: readonly number[]): Uint8Array {
  const header = new DataView(new ArrayBuffer(1 + 6 * entries.length));
  header.setUint8(0, entries.length);
  entries.forEach(([value, frequency], entry) => {
    header.setInt32(1 + 6 * entry, value, true);
    header.setUint16(5 + 6 * entry, frequency, true);
  });
  const frequencies = entries.map(([, frequency]) => frequency);
  const stream = encodeRuns([{ codes: Uint8Array.from(codes), frequencies }], 50);
  return Uint8Array.of(...new Uint8Array(header.buffer), ...stream);
}

const HALVES = [0, 1, 0, 1, 0, 1, 0, 1];

test.for([
  {
    what: "two entries",
    entries: [
      [-5, 2048],
      [5, 2048],
    ],
    codes: HALVES,
    reason: undefined,
  },
  { what: "one entry", entries: [[5, 4096]], codes: [0, 0, 0, 0, 0, 0, 0, 0], reason: undefined },
  {
    what: "other frequencies",
    entries: [
      [-5, 2047],
      [5, 2049],
    ],
    codes: HALVES,
    reason: "not those of the codes",
  },
  {
    what: "an unused entry",
    entries: [
      [-5, 2048],
      [0, 1],
      [5, 2047],
    ],
    codes: [0, 2, 0, 2, 0, 2, 0, 2],
    reason: "never occurs",
  },
  {
    what: "two equal entries",
    entries: [
      [5, 2048],
      [5, 2048],
    ],
    codes: HALVES,
    reason: "does not ascend",
  },
  {
    what: "entries that descend",
    entries: [
      [5, 2048],
      [-5, 2048],
    ],
    codes: HALVES,
    reason: "does not ascend",
  },
  {
    what: "frequencies below their sum",
    entries: [
      [-5, 2048],
      [5, 2047],
    ],
    codes: HALVES,
    reason: "do not add up",
  },
] as const)("entropy-coded with $what", ({ entries, codes, reason }) => {
  const result = unpackTensors(coded(entries, codes), EIGHT);
  if (reason === undefined) expect(result.ok).toBe(true);
  else expect(result).toEqual({ ok: false, reason: expect.stringContaining(reason) as string });
});

test("a frequency of zero is refused before anything is decoded with it", () => {
  const bytes = coded(
    [
      [-5, 2048],
      [5, 2048],
    ],
    HALVES,
  );
  const view = new DataView(bytes.buffer);
  view.setUint16(5, 0, true);
  view.setUint16(11, 4096, true);
  expect(unpackTensors(bytes, EIGHT)).toEqual({
    ok: false,
    reason: expect.stringContaining("do not add up") as string,
  });
});

test.for([0, 8, 255])("a codebook of %d entries is refused", (entryCount) => {
  const bytes = coded(
    [
      [-5, 2048],
      [5, 2048],
    ],
    HALVES,
  );
  bytes[0] = entryCount;
  expect(unpackTensors(bytes, EIGHT).ok).toBe(false);
});
