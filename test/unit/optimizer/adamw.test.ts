import * as fc from "fast-check";
import { expect, test } from "vitest";
import { adamwStep, type AdamwRates } from "../../../shared/optimizer/adamw.ts";

const RATES: AdamwRates = {
  learningRate: 0.1,
  weightDecay: 0.5,
  beta1: 0.5,
  beta2: 0.75,
  correction1: 0.5,
  correction2: 0.25,
  gradientFactor: 1,
};

const rangeOf = (parameters: readonly number[], gradient: readonly number[]) => ({
  parameters: Float32Array.from(parameters),
  gradient: Float32Array.from(gradient),
  firstMoment: new Float32Array(parameters.length),
  secondMoment: new Float32Array(parameters.length),
});

test("two steps give what they give by hand", () => {
  const range = rangeOf([1], [2]);
  adamwStep(range, RATES);
  // m = 0.5 · 2 = 1, v = 0.25 · 4 = 1; corrected 2 and 4; θ = 1 · (1 − 0.1 · 0.5) − 0.1 · 2 / √4
  expect(range.firstMoment[0]).toBe(1);
  expect(range.secondMoment[0]).toBe(1);
  expect(range.parameters[0]).toBeCloseTo(0.85, 6);

  range.gradient[0] = -1;
  adamwStep(range, { ...RATES, correction1: 0.75, correction2: 0.4375 });
  // m = 0.5 · 1 − 0.5 = 0, v = 0.75 · 1 + 0.25 · 1 = 1; θ only decays: 0.85 · 0.95
  expect(range.firstMoment[0]).toBe(0);
  expect(range.secondMoment[0]).toBe(1);
  expect(range.parameters[0]).toBeCloseTo(0.8075, 6);
});

test("the first step moves every parameter by the learning rate, however large its gradient", () => {
  const range = rangeOf([0, 0, 0], [1e-3, -5, 2e4]);
  adamwStep(range, { ...RATES, weightDecay: 0 });
  for (const [index, sign] of [-1, 1, -1].entries())
    expect(range.parameters[index]).toBeCloseTo(0.1 * sign, 5);
});

test("a parameter without gradient only decays", () => {
  const range = rangeOf([2], [0]);
  adamwStep(range, RATES);
  expect(range.parameters[0]).toBeCloseTo(1.9, 6);
});

test("the gradient factor acts as if the gradient had been multiplied before", () => {
  const [factored, multiplied] = [rangeOf([1, -1], [4, 8]), rangeOf([1, -1], [1, 2])];
  adamwStep(factored, { ...RATES, gradientFactor: 0.25 });
  adamwStep(multiplied, RATES);
  expect({ ...factored, gradient: null }).toEqual({ ...multiplied, gradient: null });
});

test("steps agree with the formula of the paper for any rates", () => {
  const value = fc.float({ min: -10, max: 10, noNaN: true });
  const steps = fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 6 });
  const beta = fc.double({ min: 0, max: 0.999, noNaN: true });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(steps, beta, beta, share, share, (gradients, beta1, beta2, learningRate, weightDecay) => {
      const range = rangeOf([0.5, -0.25, 1], [0, 0, 0]);
      const expected = [0.5, -0.25, 1].map((theta) => ({ theta, m: 0, v: 0 }));
      gradients.forEach((gradient, index) => {
        const t = index + 1;
        range.gradient.set(gradient);
        adamwStep(range, {
          learningRate,
          weightDecay,
          beta1,
          beta2,
          gradientFactor: 1,
          correction1: 1 - beta1 ** t,
          correction2: 1 - beta2 ** t,
        });
        expected.forEach((own, parameter) => {
          const g = gradient[parameter]!;
          own.m = Math.fround(beta1 * own.m + (1 - beta1) * g);
          own.v = Math.fround(beta2 * own.v + (1 - beta2) * g ** 2);
          const step = own.m / (1 - beta1 ** t) / (Math.sqrt(own.v / (1 - beta2 ** t)) + 1e-8);
          own.theta -= learningRate * (step + weightDecay * own.theta);
        });
      });
      expected.forEach((own, parameter) => {
        expect(Math.abs(range.parameters[parameter]! - own.theta)).toBeLessThan(
          1e-5 * (1 + Math.abs(own.theta)),
        );
      });
    }),
  );
});
