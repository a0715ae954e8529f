import * as fc from "fast-check";
import { expect, test } from "vitest";
import { permutedIndex } from "../../../shared/core/permutation.ts";
import { createRandom } from "../../../shared/core/random.ts";

const permutation = (seed: string, count: number) =>
  Array.from({ length: count }, (_, index) => permutedIndex(createRandom(seed), index, count));

test("every position of an epoch is visited once", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 300 }), (seed, count) => {
      const visited = permutation(seed, count).toSorted((a, b) => a - b);
      expect(visited).toEqual(Array.from({ length: count }, (_, index) => index));
    }),
    { numRuns: 50 },
  );
});

test("epochs of different seeds come in different orders", () => {
  expect(permutation("a", 100)).not.toEqual(permutation("b", 100));
});

test("positions of very long epochs stay in range", () => {
  const random = createRandom("long");
  fc.assert(
    fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), fc.nat(), (count, index) => {
      const place = permutedIndex(random, index % count, count);
      expect(Number.isInteger(place) && place >= 0 && place < count).toBe(true);
    }),
  );
});
