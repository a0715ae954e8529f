import { expect, test } from "vitest";
import { pauseAfter } from "../../../worker/duty-cycle.ts";

test("rests three times as long for a quarter of the time, as long for a half, not at all for all of it", () => {
  expect(pauseAfter(200, "light")).toBe(600);
  expect(pauseAfter(200, "half")).toBe(200);
  expect(pauseAfter(200, "full")).toBe(0);
});

test("never rests longer than ten seconds", () => {
  expect(pauseAfter(30_000, "light")).toBe(10_000);
});
