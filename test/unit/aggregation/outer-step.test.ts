import { expect, test } from "vitest";
import { outerStep } from "../../../shared/aggregation/outer-step.ts";

test("moves by the mean and half the momentum, and keeps what it was given", () => {
  const state = { parameters: Float32Array.of(1, -2), momentum: Float32Array.of(0.5, 0) };
  const next = outerStep(state, Float32Array.of(0.25, -1));
  expect(next.momentum).toEqual(Float32Array.of(0.5, -1));
  expect(next.parameters).toEqual(Float32Array.of(1 - 0.5, -2 + 1.5));
  expect(state).toEqual({ parameters: Float32Array.of(1, -2), momentum: Float32Array.of(0.5, 0) });
});

test("stores what it uses: the momentum is rounded to float32 before it moves a parameter", () => {
  const next = outerStep(
    { parameters: Float32Array.of(0), momentum: Float32Array.of(Math.fround(0.1)) },
    Float32Array.of(1),
  );
  const b = Math.fround(0.5 * Math.fround(0.1) + 1);
  expect(next.momentum[0]).toBe(b);
  expect(next.parameters[0]).toBe(Math.fround(-(1 + 0.5 * b)));
});
