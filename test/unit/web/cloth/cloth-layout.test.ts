/** Where things lie on the cloth. */
import { describe, expect, test } from "vitest";
import {
  layRow,
  lossOffset,
  lossPlace,
  lossRangeOf,
  weaveFor,
  widthsOf,
} from "../../../../web/cloth/cloth-layout.ts";
import type { ClothRow } from "../../../../web/cloth/cloth-row.ts";
import { rowAfterKey } from "../../../../web/cloth/row-keys.ts";
import { exampleRows, personOf } from "../../../support/cloth-rows.ts";

const withLosses = (...losses: (number | null)[]): readonly ClothRow[] =>
  losses.map((loss, index) => ({ round: index + 1, commit: personOf(index), at: 0, loss, threads: [] }));

describe("threads of a row", () => {
  test("fill it from edge to edge, on whole pixels and without gaps", () => {
    for (const row of exampleRows(50, 14))
      for (const width of [37, 320, 1433]) {
        let end = 0;
        for (const { start, size } of layRow(row, width)) {
          expect(start).toBe(end);
          expect(Number.isInteger(size) && size > 0).toBe(true);
          end += size;
        }
        expect(end).toBe(width);
      }
  });

  test("can be seen however small the share", () => {
    const thread = { who: personOf(0), name: "", state: "audited", audit: null, isOwn: false } as const;
    const threads = [
      { ...thread, share: 0.999_999 },
      { ...thread, who: personOf(1), share: 0.000_001 },
    ];
    expect(layRow({ threads }, 500).map(({ size }) => size)).toEqual([497, 3]);
  });

  test("are as wide as their shares say", () => {
    const [row] = exampleRows(1, 5);
    for (const { thread, size } of layRow(row!, 1000))
      expect(Math.abs(size - thread.share * 1000)).toBeLessThan(16);
  });
});

describe("the weave", () => {
  test("is coarse for few rows and fine for many, on whole pixels at any density", () => {
    for (const density of [1, 1.25, 1.5, 2, 3]) {
      const heights = [3, 40, 10_000].map((count) => weaveFor(count, density).rowHeight);
      expect(heights).toEqual(heights.toSorted((a, b) => b - a));
      for (const count of [0, 3, 40, 10_000]) {
        const { rowHeight, pickHeight, pitch, tileRows } = weaveFor(count, density);
        expect((rowHeight / pickHeight) % 2).toBe(0); // the weave goes on from row to row
        expect((tileRows * rowHeight) % (4 * pickHeight)).toBe(0); // and twill from tile to tile
        expect(pitch % 2).toBe(0);
      }
    }
  });

  test("leaves a selvedge for the curve, on phones too", () => {
    for (const width of [320, 900, 1440]) {
      const { cloth, selvedge } = widthsOf(width, 1);
      expect(cloth + selvedge).toBe(width);
      expect(selvedge).toBeGreaterThanOrEqual(44);
      expect(selvedge).toBeLessThanOrEqual(96);
    }
    expect(widthsOf(20, 1)).toEqual({ cloth: 0, selvedge: 20 });
  });
});

describe("the loss curve", () => {
  test("lies between round numbers, and stays while losses move between them", () => {
    expect(lossRangeOf(withLosses(10.4, 6.2, 5.1))).toEqual({ low: 5, high: 12 });
    expect(lossRangeOf(withLosses(10.4, 6.2, 5.1, 5.05))).toEqual({ low: 5, high: 12 });
    expect(lossRangeOf(withLosses(null, null))).toBeNull();
    expect(lossRangeOf([])).toBeNull();
  });

  test("draws near to the cloth as the model gets better", () => {
    const range = { low: 2, high: 12 };
    const widths = widthsOf(900, 1);
    const offsets = [12, 6, 3, 2].map((loss) => lossOffset(loss, range, widths));
    expect(offsets).toEqual(offsets.toSorted((a, b) => b - a));
    expect(offsets.at(-1)).toBeGreaterThan(widths.cloth);
    expect(offsets[0]).toBeLessThan(900);
  });

  test("is not flattened by somebody who claims an absurd loss", () => {
    const range = lossRangeOf(withLosses(4, 3.5, 1e12, 3, 2.9))!;
    expect(range.high).toBeLessThan(20);
    expect(lossPlace(1e12, range)).toBe(1);
  });

  test.each([
    [0, 0],
    [-3, -1],
    [2.5, 2.5],
    [-1e300, 1e300],
    [1e-12, 1e-12],
  ])("has a place for losses between %d and %d", (least, most) => {
    const range = lossRangeOf(withLosses(least, most))!;
    expect(range.high).toBeGreaterThan(range.low);
    for (const loss of [least, most]) {
      const place = lossPlace(loss, range);
      expect(place).toBeGreaterThanOrEqual(0);
      expect(place).toBeLessThanOrEqual(1);
    }
  });
});

describe("keys", () => {
  const rows = { count: 100, pageRows: 20 };

  test.each([
    ["ArrowUp", 50, 49],
    ["ArrowDown", 50, 51],
    ["PageUp", 50, 30],
    ["PageDown", 50, 70],
    ["Home", 50, 0],
    ["End", 50, 99],
    ["ArrowUp", 0, 0],
    ["PageDown", 95, 99],
    ["ArrowUp", null, 98],
    ["a", 50, null],
    ["toString", 50, null],
  ])("%s leads from row %s to %s", (key, from, to) => {
    expect(rowAfterKey(key, from, rows)).toBe(to);
  });

  test("lead nowhere without rows", () => {
    expect(rowAfterKey("End", null, { count: 0, pageRows: 20 })).toBeNull();
  });
});
