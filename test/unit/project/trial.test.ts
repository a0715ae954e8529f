import { describe, expect, test } from "vitest";
import { judgeTrial, trainingChange } from "../../../shared/project/trial.ts";

const fell = { before: 4, after: 3 };
const rose = { before: 3, after: 4 };

describe("a trial", () => {
  test("compares the first five losses with the last five", () => {
    const losses = Array.from({ length: 20 }, (_, index) => 20 - index);
    expect(trainingChange(losses)).toEqual({ before: 18, after: 3 });
  });

  test("of few steps compares its halves", () => {
    expect(trainingChange([4, 2])).toEqual({ before: 4, after: 2 });
    expect(trainingChange([3])).toEqual({ before: 3, after: 3 });
  });

  test("learns when what was held out is known no worse than before", () => {
    expect(judgeTrial(fell, fell)).toBe("learns");
    expect(judgeTrial(rose, fell)).toBe("learns"); // its last batches were harder ones
    expect(judgeTrial(fell, { before: 3, after: 3 })).toBe("learns");
  });

  test("learns by heart when only what it learned from is known better", () => {
    expect(judgeTrial(fell, rose)).toBe("by-heart");
  });

  test("learns nothing when all is known worse", () => {
    expect(judgeTrial(rose, rose)).toBe("learns-nothing");
  });
});
