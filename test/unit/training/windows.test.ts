import { expect, test } from "vitest";
import { STATE_HASHES } from "../../../shared/core/state-hashes.ts";
import { windowCount, windowSteps } from "../../../shared/training/windows.ts";

test.each([
  // most steps, steps of a window
  [1, 1],
  [8, 1],
  [9, 2],
  [10, 2],
  [16, 2],
  [100, 13],
  [1_000_000, 125_000],
])("in rounds of at most %i steps a window has %i", (maxSteps, steps) => {
  expect(windowSteps(maxSteps)).toBe(steps);
});

test.each([
  // steps, most steps, windows
  [1, 10, 1],
  [2, 10, 1],
  [3, 10, 2],
  [10, 10, 5],
  [1, 100, 1],
  [13, 100, 1],
  [14, 100, 2],
  [100, 100, 8],
])("%i of at most %i steps have %i windows, the last of which may be shorter", (steps, maxSteps, count) => {
  expect(windowCount(steps, maxSteps)).toBe(count);
});

test("a contribution has at least one window and never more than its record has room for", () => {
  for (let maxSteps = 1; maxSteps <= 300; maxSteps++) {
    const counts = Array.from({ length: maxSteps }, (_, step) => windowCount(step + 1, maxSteps));
    expect([counts[0], Math.max(...counts) <= STATE_HASHES], `${maxSteps}`).toEqual([1, true]);
    // Each step ends the window it is in, or goes on with it.
    const ends = counts.filter((count, step) => count !== counts[step + 1]).length;
    expect(ends).toBe(counts.at(-1));
  }
});
