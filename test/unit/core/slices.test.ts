import { describe, expect, test } from "vitest";
import { createPace, runAtOnce, runWithPauses, type Slices } from "../../../shared/core/slices.ts";

function* count(to: number, seen: number[]): Slices<string> {
  for (let number = 1; number <= to; number++) {
    seen.push(number);
    yield;
  }
  return "done";
}

describe("long work", () => {
  test("runs at once, or with something else in between", async () => {
    const seen: number[] = [];
    expect(runAtOnce(count(3, seen))).toBe("done");
    const pauses: number[] = [];
    const pause = async () => void pauses.push(seen.length);
    expect(await runWithPauses(count(2, seen), pause, () => false)).toBe("done");
    expect(seen).toEqual([1, 2, 3, 1, 2]);
    expect(pauses).toEqual([4, 5]);
  });

  test("ends in the middle when it is over", async () => {
    const seen: number[] = [];
    const result = await runWithPauses(
      count(9, seen),
      async () => undefined,
      () => seen.length === 2,
    );
    expect(result).toBeNull();
    expect(seen).toEqual([1, 2]);
  });

  test("is cut by how much was done, whatever the size of the pieces", () => {
    const isLong = createPace(10);
    expect([4, 4, 4, 9, 1, 25, 1].map((work) => isLong(work))).toEqual([
      false,
      false,
      true,
      false,
      true,
      true,
      false,
    ]);
  });
});
