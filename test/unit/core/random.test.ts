import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom, philox } from "../../../shared/core/random.ts";

describe("Philox4x32-10 gives the published values", () => {
  /** Source: Random123's kat_vectors (github.com/DEShawResearch/random123): counter, key, result. */
  test.each([
    [
      "zeros",
      "00000000 00000000 00000000 00000000",
      "00000000 00000000",
      "6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    ],
    [
      "ones",
      "ffffffff ffffffff ffffffff ffffffff",
      "ffffffff ffffffff",
      "408f276d 41c83b0e a20bc7c6 6d5451fd",
    ],
    [
      "digits of π",
      "243f6a88 85a308d3 13198a2e 03707344",
      "a4093822 299f31d0",
      "d16cfe09 94fdcceb 5001e420 24126ea1",
    ],
  ])("%s", (_name, counter, key, expected) => {
    const words = (text: string) => Uint32Array.from(text.split(" "), (word) => Number.parseInt(word, 16));
    const block = words(counter);
    const [key0, key1] = words(key);
    philox(block, key0!, key1!);
    expect(block).toEqual(words(expected));
  });
});

describe("a stream", () => {
  test("gives the same words in any order of reading", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(fc.maxSafeNat(), { minLength: 1, maxLength: 20 }),
        (seed, indices) => {
          const random = createRandom(seed);
          const forward = indices.map((index) => random.word(index));
          const backward = indices.toReversed().map((index) => createRandom(seed).word(index));
          expect(forward).toEqual(backward.toReversed());
        },
      ),
      { numRuns: 30 },
    );
  });

  /** A change here changes every batch and every initialisation in the network. */
  test("never changes for a given seed", () => {
    const random = createRandom("tabloom");
    expect([0, 1, 4, 5_000_000_000].map((index) => random.word(index))).toMatchInlineSnapshot(`
      [
        258124521,
        1454357139,
        1310059955,
        4016625914,
      ]
    `);
  });

  test("stays in its range and covers it", () => {
    const random = createRandom("range");
    const seen = new Set(Array.from({ length: 200 }, (_, index) => random.below(7, index)));
    expect([...seen].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const uniforms = Array.from({ length: 4000 }, (_, index) => random.uniform(index));
    expect(Math.min(...uniforms)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniforms)).toBeLessThan(1);
    expect(uniforms.reduce((a, b) => a + b) / uniforms.length).toBeCloseTo(0.5, 1);
  });

  test("forks are independent of each other and of reading", () => {
    const random = createRandom("root");
    const before = random.fork("a").word(0);
    random.word(17);
    random.fork("b");
    expect(random.fork("a").word(0)).toBe(before);
    expect(
      new Set([random.word(0), before, random.fork("b").word(0), random.fork("a").fork("a").word(0)]).size,
    ).toBe(4);
  });
});

test("fillNormal has the moments of a normal distribution", () => {
  const count = 200_000;
  const values = new Float32Array(count);
  createRandom("moments").fillNormal(values, 2);
  const moment = (power: number) => values.reduce((sum, value) => sum + (value / 2) ** power, 0) / count;
  // Five standard errors of each moment's estimate.
  expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(count));
  expect(Math.abs(moment(2) - 1)).toBeLessThan((5 * Math.sqrt(2)) / Math.sqrt(count));
  expect(Math.abs(moment(3))).toBeLessThan((5 * Math.sqrt(15)) / Math.sqrt(count));
  expect(Math.abs(moment(4) - 2.85)).toBeLessThan((5 * Math.sqrt(96)) / Math.sqrt(count)); // 3 − 1.2 / 8 for eight uniforms
  expect(values.every((value) => Math.abs(value) <= 4.9 * 2)).toBe(true);
});
