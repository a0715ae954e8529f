import * as fc from "fast-check";
import { expect, test } from "vitest";
import { countCodes, frequenciesOf, FREQUENCY_TOTAL } from "../../../shared/compression/frequencies.ts";
import { decodeRuns, encodeRuns, STATE_BYTES } from "../../../shared/compression/range-coder.ts";
import { createRandom } from "../../../shared/core/random.ts";

const SEED = { seed: 31 };

/** Codes of which every one below the largest occurs. */
const runs = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 7 }), fc.array(fc.nat(6), { maxLength: 300 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) =>
    parts.map(([entryCount, rest]) => {
      const codes = Uint8Array.from([
        ...Array.from({ length: entryCount }, (_, code) => code),
        ...rest.map((code) => code % entryCount),
      ]);
      return { codes, frequencies: frequenciesOf(countCodes(codes, entryCount)) };
    }),
  );

const emptied = (parts: readonly { codes: Uint8Array; frequencies: readonly number[] }[]) =>
  parts.map(({ codes, frequencies }) => ({ codes: new Uint8Array(codes.length), frequencies }));

test("decodes what it encodes", () => {
  fc.assert(
    fc.property(runs, (parts) => {
      const target = emptied(parts);
      expect(decodeRuns(encodeRuns(parts, 2000), target)).toBe(true);
      expect(target).toEqual(parts);
    }),
    SEED,
  );
});

test("accepts a stream only if encoding what came out gives the same bytes", () => {
  const frequencies = [FREQUENCY_TOTAL - 96, 64, 32];
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4, maxLength: 12 }), fc.nat(40), (bytes, length) => {
      const target = [{ codes: new Uint8Array(length), frequencies }];
      if (decodeRuns(bytes, target)) expect(encodeRuns(target, 100)).toEqual(bytes);
      // A stream that begins as the encoder's do, so that some are accepted.
      const valid = encodeRuns([{ codes: Uint8Array.from(bytes, (byte) => byte % 3), frequencies }], 100);
      expect(decodeRuns(valid, [{ codes: new Uint8Array(bytes.length), frequencies }])).toBe(true);
    }),
    { ...SEED, numRuns: 2000 },
  );
});

test("comes within half a percent of the entropy", () => {
  const random = createRandom("entropy");
  const codes = Uint8Array.from({ length: 100_000 }, (_, at) =>
    Math.floor(7 * random.uniform(at) * random.uniform(at + 100_000)),
  );
  const counts = countCodes(codes, 7);
  const bits = counts.reduce((sum, count) => sum - count * Math.log2(count / codes.length), 0);
  const bytes = encodeRuns([{ codes, frequencies: frequenciesOf(counts) }], 50_000);
  expect(8 * (bytes.length - STATE_BYTES)).toBeLessThan(bits * 1.005);
});

test("gives every symbol that occurs a frequency, and no more than there are", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 100_000_000 }), { minLength: 1, maxLength: 7 }),
      (counts) => {
        const frequencies = frequenciesOf(counts);
        expect(frequencies.reduce((sum, frequency) => sum + frequency, 0)).toBe(FREQUENCY_TOTAL);
        expect(Math.min(...frequencies)).toBeGreaterThanOrEqual(1);
      },
    ),
    SEED,
  );
});
