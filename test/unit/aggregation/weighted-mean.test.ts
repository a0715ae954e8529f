import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Candidate, measure } from "../../../shared/aggregation/candidate.ts";
import { boundedWeights, WEIGHT_SUM_LIMIT, weightedMean } from "../../../shared/aggregation/weighted-mean.ts";
import { runAtOnce } from "../../../shared/core/slices.ts";
import { capTokens } from "../../../shared/aggregation/weights.ts";
import { createLayout } from "../../../shared/tensor/layout.ts";
import { CODEBOOK_LIMIT, FIXED_POINT } from "../../../shared/tensor/quantized.ts";

const SEED = { seed: 44 };
const VALUES = 40;
const LAYOUT = createLayout([{ name: "p", shape: [VALUES], role: "table", initial: { constant: 0 } }]);

const entry = fc.oneof(
  fc.integer({ min: -CODEBOOK_LIMIT, max: CODEBOOK_LIMIT }),
  fc.constantFrom(-CODEBOOK_LIMIT, CODEBOOK_LIMIT, 0, 1, -1),
);
const candidate: fc.Arbitrary<Candidate> = fc
  .record({
    codebook: fc.array(entry, { minLength: 7, maxLength: 7 }),
    codes: fc.uint8Array({ minLength: VALUES, maxLength: VALUES, max: 6 }),
  })
  .map(({ codebook, codes }) =>
    measure({ id: "", tokens: 0, update: [{ codebook: Int32Array.from(codebook), codes }] }),
  );
const tokens = fc.oneof(
  fc.integer({ min: 1, max: 1_000_000 }),
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
);
const cell = fc.array(fc.tuple(candidate, tokens), { minLength: 1, maxLength: 16 });

test("a mean is the exact sum of integers, divided once", () => {
  fc.assert(
    fc.property(cell, (members) => {
      const candidates = members.map(([one]) => one);
      const weights = members.map(([, count]) => count);
      const parts = boundedWeights(weights).map(BigInt);
      const total = parts.reduce((sum, part) => sum + part, 0n);
      const expected = Float32Array.from({ length: VALUES }, (_, at) => {
        const valueOf = ({ update: [tensor] }: Candidate) => BigInt(tensor!.codebook[tensor!.codes[at]!]!);
        const sum = candidates.reduce((so, one, index) => so + parts[index]! * valueOf(one), 0n);
        return Number(sum) / (Number(total) * FIXED_POINT);
      });
      expect(runAtOnce(weightedMean(candidates, weights, LAYOUT))).toEqual(expected);
    }),
    SEED,
  );
});

test("sixteen of the largest updates with the largest weights do not leave the exact integers", () => {
  const largest = measure({
    id: "",
    tokens: 0,
    update: [{ codebook: Int32Array.of(CODEBOOK_LIMIT), codes: new Uint8Array(VALUES) }],
  });
  const [all, weights] = [Array<Candidate>(16).fill(largest), Array<number>(16).fill(2 ** 50 + 1)];
  const mean = runAtOnce(weightedMean(all, weights, LAYOUT));
  expect(mean).toEqual(new Float32Array(VALUES).fill(CODEBOOK_LIMIT / FIXED_POINT));
  expect(WEIGHT_SUM_LIMIT * CODEBOOK_LIMIT).toBeLessThan(Number.MAX_SAFE_INTEGER);
});

test("weights stay as they are where their sum is small, and keep their ratios where it is not", () => {
  expect(boundedWeights([3, 5, 1_000_000])).toEqual([3, 5, 1_000_000]);
  expect(boundedWeights([2 ** 40, 2 ** 39, 1])).toEqual([2 ** 23, 2 ** 22, 1]);
});

test("bounded weights are positive whole numbers within the limit", () => {
  fc.assert(
    fc.property(fc.array(tokens, { minLength: 1, maxLength: 16 }), (weights) => {
      const parts = boundedWeights(weights);
      expect(parts.every((part) => Number.isInteger(part) && part >= 1)).toBe(true);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(WEIGHT_SUM_LIMIT);
    }),
    SEED,
  );
});

test("nobody weighs more than three times the median", () => {
  expect(capTokens([100, 100, 1e15, 50])).toEqual([100, 100, 300, 50]);
  expect(capTokens([10, 1e15])).toEqual([10, 1e15]); // of two, nobody can tell who exaggerates
  expect(capTokens([7])).toEqual([7]);
  expect(capTokens([])).toEqual([]);
});
