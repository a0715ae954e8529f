/** The exact functions against the platform's, which are good to about 1e-16 but not specified to the last bit. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { exactCos, exactExp, exactLog, exactPower, exactSin } from "../../../shared/core/exact-math.ts";

const TOLERANCE = 4e-15;
const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const runs = { numRuns: 2000 };

test("sine and cosine up to 2²⁰ radians", () => {
  fc.assert(
    fc.property(real(-1_048_576, 1_048_576), (x) => {
      expect(Math.abs(exactSin(x) - Math.sin(x))).toBeLessThan(TOLERANCE);
      expect(Math.abs(exactCos(x) - Math.cos(x))).toBeLessThan(TOLERANCE);
    }),
    runs,
  );
});

test("sine and cosine of whole numbers, as a rotary table needs them", () => {
  for (let x = 0; x < 4096; x++) {
    expect(Math.abs(exactSin(x) - Math.sin(x))).toBeLessThan(TOLERANCE);
    expect(Math.abs(exactCos(x) - Math.cos(x))).toBeLessThan(TOLERANCE);
  }
});

test("the exponential function", () => {
  fc.assert(
    fc.property(real(-700, 700), (x) => {
      expect(Math.abs(exactExp(x) / Math.exp(x) - 1)).toBeLessThan(TOLERANCE);
    }),
    runs,
  );
});

test("the natural logarithm", () => {
  fc.assert(
    fc.property(real(Number.MIN_VALUE, Number.MAX_VALUE), (x) => {
      const expected = Math.log(x);
      expect(Math.abs(exactLog(x) - expected)).toBeLessThan(
        TOLERANCE * Math.max(Math.abs(expected), Number.EPSILON),
      );
    }),
    runs,
  );
  fc.assert(
    fc.property(real(0.5, 2), (x) => {
      expect(Math.abs(exactLog(x) - Math.log(x))).toBeLessThanOrEqual(TOLERANCE * Math.abs(Math.log(x)));
    }),
    runs,
  );
});

test("powers, where the logarithm's error is multiplied by the exponent", () => {
  fc.assert(
    fc.property(real(0.001, 10_000), real(-10, 10), (base, x) => {
      const exponent = Math.abs(x * Math.log(base));
      expect(Math.abs(exactPower(base, x) / base ** x - 1)).toBeLessThan(
        TOLERANCE * Math.max(1, exponent / 8),
      );
    }),
    runs,
  );
});

test("values that must be right to the last bit", () => {
  expect([exactSin(0), exactCos(0), exactExp(0), exactLog(1), exactPower(3, 0)]).toEqual([0, 1, 1, 0, 1]);
  expect([exactLog(2), exactCos(Math.PI)]).toEqual([Math.LN2, -1]);
});
