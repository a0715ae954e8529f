import { describe, expect, test } from "vitest";
import { addArrival, NO_ARRIVALS, viewMs, waitMs } from "../../../../shared/swarm/round/deadline.ts";

describe("the deadline", () => {
  test("of who has seen nothing yet is five seconds", () => {
    expect(waitMs(NO_ARRIVALS)).toBe(5_000);
  });

  test.each([
    // deviations from 2200: 200 100 0 100 6800, their median is 100
    [[2_000, 2_100, 2_200, 2_300, 9_000], 2_600],
    // two in the middle: (1000 + 3000) / 2, deviations 1000 1000
    [[1_000, 3_000], 6_000],
    [[1_000, 1_500, 2_500, 3_000], 2_000 + 4 * 750],
    [[4_321], 4_321],
  ])("after %j is the median and four times the median deviation: %i ms", (arrivals, expected) => {
    expect(waitMs(arrivals)).toBe(expected);
    expect(waitMs(arrivals.toReversed())).toBe(expected);
  });

  test("is never shorter than what timers scatter, and never longer than others' time is worth", () => {
    expect(waitMs([0, 0, 0])).toBe(1_500);
    expect(waitMs([1_499])).toBe(1_500);
    expect(waitMs([1_501])).toBe(1_501);
    expect(waitMs([7_999])).toBe(7_999);
    expect(waitMs([60_000, 60_000])).toBe(8_000);
  });

  test("is not moved by some who are hopelessly late", () => {
    const punctual = Array.from({ length: 33 }, () => 2_000);
    const late = Array.from({ length: 31 }, () => 3_600_000);
    expect(waitMs([...late, ...punctual])).toBe(2_000);
  });

  test("forgets what is older than 64 arrivals", () => {
    let arrivals = NO_ARRIVALS;
    for (let count = 0; count < 64; count++) arrivals = addArrival(arrivals, 7_000);
    expect(waitMs(arrivals)).toBe(7_000);
    for (let count = 0; count < 64; count++) arrivals = addArrival(arrivals, 3_000);
    expect(arrivals).toHaveLength(64);
    expect(waitMs(arrivals)).toBe(3_000);
  });

  test("counts who is early as not late at all", () => {
    expect(addArrival([5], -300)).toEqual([5, 0]);
  });
});

test("a leader's time grows from view to view, up to ten seconds", () => {
  expect([0, 1, 2, 13, 14, 15, 1_000].map((view) => viewMs(view, 0))).toEqual([
    3_000, 3_500, 4_000, 9_500, 10_000, 10_000, 10_000,
  ]);
});

test("and is never less than it may wait for updates itself", () => {
  expect([1_500, 2_000, 5_000, 8_000].map((revealMs) => viewMs(0, revealMs))).toEqual([
    3_000, 3_000, 6_000, 9_000,
  ]);
});
