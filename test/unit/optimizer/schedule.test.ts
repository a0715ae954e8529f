import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { learningRateAt, type Schedule } from "../../../shared/optimizer/schedule.ts";

const COSINE: Schedule = { kind: "cosine", peak: 0.3, warmupSteps: 10, stepCount: 110, finalShare: 0.1 };
const STABLE: Schedule = {
  kind: "stable",
  peak: 0.3,
  warmupSteps: 10,
  stepCount: 110,
  decaySteps: 20,
  finalShare: 0.1,
};

const ratesOf = (schedule: Schedule, count = schedule.stepCount + 1) =>
  Array.from({ length: count }, (_, step) => learningRateAt(schedule, step));

describe.for([COSINE, STABLE])("the $kind schedule", (schedule) => {
  test("warms up in equal steps from above zero and reaches its peak right after", () => {
    for (let step = 0; step <= 10; step++)
      expect(learningRateAt(schedule, step)).toBeCloseTo((0.3 * (step + 1)) / 11, 12);
    expect(learningRateAt(schedule, 10)).toBe(0.3);
  });

  test("never exceeds its peak", () => {
    expect(Math.max(...ratesOf(schedule))).toBe(0.3);
  });

  test("ends at the final share of the peak and stays there", () => {
    expect(learningRateAt(schedule, 110)).toBeCloseTo(0.03, 12);
    expect(learningRateAt(schedule, 5000)).toBeCloseTo(0.03, 12);
  });

  test("never rises after the warm-up", () => {
    const rates = ratesOf(schedule).slice(schedule.warmupSteps);
    for (const [index, rate] of rates.entries())
      expect(rate).toBeLessThanOrEqual(rates[Math.max(0, index - 1)]!);
  });

  test("has no jumps", () => {
    const rates = ratesOf(schedule);
    // The steepest places are the warm-up, 0.3 / 11 per step, and the linear decay, 0.27 / 20.
    for (let step = 1; step < rates.length; step++)
      expect(Math.abs(rates[step]! - rates[step - 1]!)).toBeLessThan(0.3 / 10.9);
  });

  test("without warm-up, starts at its peak", () => {
    expect(learningRateAt({ ...schedule, warmupSteps: 0 }, 0)).toBe(0.3);
  });
});

test("the cosine is half-way down in the middle, and near the peak for a while", () => {
  expect(learningRateAt(COSINE, 60)).toBeCloseTo((0.3 + 0.03) / 2, 12);
  expect(learningRateAt(COSINE, 35)).toBeCloseTo(0.03 + 0.27 * 0.5 * (1 + Math.SQRT1_2), 12);
});

test("the stable schedule holds its peak until the last steps, then falls in equal steps", () => {
  for (let step = 10; step <= 90; step++) expect(learningRateAt(STABLE, step)).toBe(0.3);
  for (let step = 90; step <= 110; step++)
    expect(learningRateAt(STABLE, step)).toBeCloseTo(0.03 + (0.27 * (110 - step)) / 20, 12);
});

test("an open run stays at its peak for ever", () => {
  const open: Schedule = { ...STABLE, kind: "stable", stepCount: Number.MAX_SAFE_INTEGER, decaySteps: 1 };
  for (const step of [10, 1000, 1e9, 1e15]) expect(learningRateAt(open, step)).toBe(0.3);
});

test("every schedule of whole numbers gives rates between zero and its peak", () => {
  const whole = fc.nat({ max: 1000 });
  const schedules = fc.record({
    kind: fc.constantFrom("cosine" as const, "stable" as const),
    peak: fc.double({ min: 1e-6, max: 10, noNaN: true }),
    warmupSteps: whole,
    stepCount: whole,
    decaySteps: whole,
    finalShare: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(schedules, fc.nat({ max: 3000 }), (schedule, step) => {
      const rate = learningRateAt(schedule, step);
      expect(rate).toBeGreaterThanOrEqual(0);
      expect(rate).toBeLessThanOrEqual(schedule.peak * (1 + 1e-12));
    }),
  );
});
