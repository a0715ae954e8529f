/** What every codec promises: see shared/compression/codec.ts. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Codec } from "../../../shared/compression/codec.ts";
import { codecNamed, CODECS, DEFAULT_CODEC } from "../../../shared/compression/codecs.ts";
import { hashOf } from "../../../shared/core/hash.ts";
import { createRandom } from "../../../shared/core/random.ts";
import { CODEBOOK_ENTRIES, CODEBOOK_LIMIT, dequantize } from "../../../shared/tensor/quantized.ts";
import { LARGE, layoutOf, normalDelta, SMALL } from "./updates.ts";

const SEED = { seed: 20 };

/** Anything that training could produce, with zeros, repetitions and magnitudes far apart. */
const deltas = fc
  .array(
    fc.oneof(
      fc.double({ min: -10, max: 10, noNaN: true }),
      fc.double({ min: -1e-3, max: 1e-3, noNaN: true }),
      fc.double({ min: -1e-8, max: 1e-8, noNaN: true }),
      fc.constantFrom(0, 0, 0, 0.5, -0.5, 1),
    ),
    { minLength: SMALL.parameterCount, maxLength: SMALL.parameterCount },
  )
  .map((values) => Float32Array.from(values))
  .filter((delta) => delta.some((value) => Math.abs(value) > 1e-2));

function decoded(codec: Codec, bytes: Uint8Array, layout = SMALL) {
  const result = codec.decode(bytes, layout);
  if (!result.ok) throw new Error(result.reason);
  return result.update;
}

/** Relative squared error on normal values, and bits per value, as decision 0010 states them. */
const QUALITY: Readonly<Record<string, { error: number; bits: number }>> = {
  "dense-2": { error: 0.134, bits: 2.003 },
  "uniform-1.4": { error: 0.164, bits: 1.69 },
  "uniform-2": { error: 0.34, bits: 1.27 },
  "half-1": { error: 0.242, bits: 1.52 },
};

/** Of what each codec writes for one pseudo-gradient: a name stands for its bytes for ever. */
const GOLDEN: Readonly<Record<string, string>> = {
  "dense-2": "b6bb5fbbcc21485c3665241ecf8ee067abd59c965c1714d973eec828bceb12e4",
  "uniform-1.4": "f7b4a70577c79ac61dad4e1c2f9098bfada755ab40a63500b2b63d0c521e4fb6",
  "uniform-2": "0f1030a42d5c56961ba547b09845ecc319065fbf3b7250801c18611b607d832f",
  "half-1": "482a5d8ee7a3c2af38eb30cf79f42d099983d264eef39a55bd941b23b4fa9cb9",
};

test("names are unique, and the default is one of them", () => {
  expect(new Set(CODECS.map(({ name }) => name)).size).toBe(CODECS.length);
  expect(codecNamed(DEFAULT_CODEC)).toBeDefined();
  expect(codecNamed("no-such-codec")).toBeUndefined();
});

describe.for(CODECS)("$name", (codec) => {
  test("keeps what it promises of normal values, in the bits that it promises", () => {
    const delta = normalDelta(LARGE, "quality");
    const bytes = codec.encode(delta, LARGE);
    const values = dequantize(decoded(codec, bytes, LARGE), LARGE);
    const square = (numbers: Float32Array) => numbers.reduce((sum, value) => sum + value * value, 0);
    const { error, bits } = QUALITY[codec.name]!;
    expect(square(values.map((value, index) => value - delta[index]!)) / square(delta)).toBeLessThan(error);
    expect((8 * bytes.length) / delta.length).toBeLessThan(bits);
  });

  test("is as long as the pseudo-gradient in its direction", () => {
    const delta = normalDelta(LARGE, "gain");
    const values = dequantize(decoded(codec, codec.encode(delta, LARGE), LARGE), LARGE);
    const dot = (other: Float32Array) => delta.reduce((sum, value, at) => sum + value * other[at]!, 0);
    expect(dot(values) / dot(delta)).toBeCloseTo(1, 4);
  });

  test("writes the same bytes for ever", () => {
    expect(hashOf(codec.encode(normalDelta(SMALL, "golden"), SMALL))).toBe(GOLDEN[codec.name]);
  });

  test("reads what it writes, within the length that it states", () => {
    fc.assert(
      fc.property(deltas, (delta) => {
        const bytes = codec.encode(delta, SMALL);
        expect(bytes.length).toBeLessThanOrEqual(codec.maxBytes(SMALL));
        const update = decoded(codec, bytes);
        expect(update.map(({ codes }) => codes.length)).toEqual(SMALL.parameters.map(({ size }) => size));
        for (const { codebook, codes } of update) {
          expect(codebook.length).toBeLessThanOrEqual(CODEBOOK_ENTRIES);
          expect(codebook.every((value) => Math.abs(value) <= CODEBOOK_LIMIT)).toBe(true);
          expect(codes.every((code) => code < codebook.length)).toBe(true);
        }
      }),
      SEED,
    );
  });

  test("keeps the sign of the largest value, whatever it does to small ones", () => {
    fc.assert(
      fc.property(deltas, (delta) => {
        const values = dequantize(decoded(codec, codec.encode(delta, SMALL)), SMALL);
        const largest = delta.reduce(
          (best, value, at) => (Math.abs(value) > Math.abs(delta[best]!) ? at : best),
          0,
        );
        expect(Math.sign(values[largest]!)).toBe(Math.sign(delta[largest]!));
      }),
      SEED,
    );
  });

  test("stays within its length where all steps are equally frequent", () => {
    const random = createRandom("flat");
    const layout = layoutOf([30_000]);
    for (const width of [1, 2, 3, 4, 5, 8]) {
      const delta = Float32Array.from({ length: 30_000 }, (_, at) => (random.uniform(at) - 0.5) * width);
      delta[0] = 0.1;
      expect(codec.encode(delta, layout).length).toBeLessThanOrEqual(codec.maxBytes(layout));
    }
  });

  test("never has two byte strings for one update", () => {
    const original = codec.encode(normalDelta(SMALL, "canonical"), SMALL);
    const values = dequantize(decoded(codec, original), SMALL);
    fc.assert(
      fc.property(mutations(original), (mutated) => {
        const result = codec.decode(mutated, SMALL);
        if (hashOf(mutated) === hashOf(original)) expect(result.ok).toBe(true);
        else if (result.ok) expect(dequantize(result.update, SMALL)).not.toEqual(values);
      }),
      { ...SEED, numRuns: 1000 },
    );
  });

  test("refuses strangers' bytes with a reason, and never throws", () => {
    const original = codec.encode(normalDelta(SMALL, "hostile"), SMALL);
    const anything = fc.uint8Array({ maxLength: codec.maxBytes(SMALL) + 10 });
    fc.assert(
      fc.property(fc.oneof(anything, mutations(original)), (bytes) => {
        const result = codec.decode(bytes, SMALL);
        if (!result.ok) expect(result.reason).not.toBe("");
      }),
      { ...SEED, numRuns: 1000 },
    );
  });

  test("refuses an update that is cut off, continued or of another layout", () => {
    const bytes = codec.encode(normalDelta(SMALL, "length"), SMALL);
    for (let length = 0; length < bytes.length; length++) {
      expect(codec.decode(bytes.subarray(0, length), SMALL).ok).toBe(false);
    }
    expect(codec.decode(Uint8Array.of(...bytes, 0), SMALL).ok).toBe(false);
    expect(codec.decode(bytes, layoutOf([37, 54, 2])).ok).toBe(false);
    expect(codec.decode(new Uint8Array(codec.maxBytes(SMALL) + 1), SMALL).ok).toBe(false);
  });

  test("refuses a codebook beyond the limit", () => {
    const loud = normalDelta(SMALL, "loud").map((value) => value * 100);
    const bytes = codec.encode(loud, SMALL);
    expect(codec.decode(bytes, SMALL).ok).toBe(true);
    const view = new DataView(bytes.buffer);
    const lastEntryOfFirstTensor = codec.name === "dense-2" ? 4 : 1 + 6 * (bytes[0]! - 1);
    view.setInt32(lastEntryOfFirstTensor, CODEBOOK_LIMIT, true);
    expect(codec.decode(bytes, SMALL).ok).toBe(true);
    view.setInt32(lastEntryOfFirstTensor, CODEBOOK_LIMIT + 1, true);
    expect(codec.decode(bytes, SMALL).ok).toBe(false);
  });

  test.for([NaN, Infinity, -Infinity, 3e38])("does not encode %d", (value) => {
    const delta = normalDelta(SMALL, "bad");
    delta[40] = value;
    expect(() => codec.encode(delta, SMALL)).toThrow(expect.objectContaining({ name: "NonFiniteError" }));
  });

  test.for([0, 1e-12])("does not encode an update of nothing but %d", (value) => {
    const delta = new Float32Array(SMALL.parameterCount).fill(value);
    expect(() => codec.encode(delta, SMALL)).toThrow(expect.objectContaining({ name: "NonFiniteError" }));
  });

  test("reads bytes that lie within a larger buffer", () => {
    const bytes = codec.encode(normalDelta(SMALL, "view"), SMALL);
    const larger = new Uint8Array(bytes.length + 7);
    larger.set(bytes, 3);
    const inside = codec.decode(larger.subarray(3, 3 + bytes.length), SMALL);
    expect(inside).toEqual(codec.decode(bytes, SMALL));
  });
});

/** The bytes with up to three of them changed, some cut off or added. */
function mutations(bytes: Uint8Array) {
  const change = fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255) });
  return fc
    .record({
      changes: fc.array(change, { maxLength: 3 }),
      cut: fc.oneof(fc.constant(0), fc.nat(4)),
      added: fc.oneof(fc.constant(new Uint8Array(0)), fc.uint8Array({ maxLength: 3 })),
    })
    .map(({ changes, cut, added }) => {
      const mutated = Uint8Array.of(...bytes.subarray(0, bytes.length - cut), ...added);
      for (const { at, value } of changes) if (at < mutated.length) mutated[at] = value;
      return mutated;
    });
}
