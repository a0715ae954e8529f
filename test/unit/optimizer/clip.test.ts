import * as fc from "fast-check";
import { expect, test } from "vitest";
import { clipFactor, globalNorm } from "../../../shared/optimizer/clip.ts";

const finiteFloats = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
  minLength: 1,
  maxLength: 50,
});

test("the norm of (3, 4) is 5, and of nothing 0", () => {
  expect(globalNorm(Float32Array.of(3, 4))).toBe(5);
  expect(globalNorm(new Float32Array(0))).toBe(0);
});

test("the norm of the largest finite values is finite", () => {
  expect(globalNorm(new Float32Array(1000).fill(3.4e38))).toBeCloseTo(Math.sqrt(1000) * 3.4e38, -33);
});

test.for([Number.NaN, Infinity, -Infinity])("one value of %s makes the norm not finite", (value) => {
  expect(Number.isFinite(globalNorm(Float32Array.of(1, value, 2)))).toBe(false);
});

test("a gradient within the limit is left as it is", () => {
  expect(clipFactor(0, 1)).toBe(1);
  expect(clipFactor(0.5, 1)).toBe(1);
  expect(clipFactor(1, 1)).toBe(1);
});

test("a longer gradient is brought down to the limit and keeps its direction", () => {
  expect(clipFactor(4, 1)).toBe(0.25);
  fc.assert(
    fc.property(finiteFloats, fc.double({ min: 0.01, max: 100, noNaN: true }), (values, limit) => {
      const gradient = Float32Array.from(values);
      const norm = globalNorm(gradient);
      const factor = clipFactor(norm, limit);
      expect(factor).toBeGreaterThanOrEqual(0);
      expect(factor).toBeLessThanOrEqual(1);
      expect(norm * factor).toBeLessThanOrEqual(limit * (1 + 1e-12));
      if (norm > limit) expect(norm * factor).toBeCloseTo(limit, 9);
    }),
  );
});
