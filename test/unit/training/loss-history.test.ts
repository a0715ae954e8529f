import { historyOf } from "../../support/history-of.ts";
import { describe, expect, it } from "vitest";
import { lossColumns, lossTableRows, smoothLosses } from "../../../web/chart/loss-columns.ts";
import {
  appendLoss,
  EMPTY_HISTORY,
  LOSS_POINT_LIMIT,
  truncateHistory,
} from "../../../shared/training/loss-history.ts";
import type { LossHistory } from "../../../shared/training/loss-history.ts";

const grow = (count: number, lossAt: (step: number) => number): LossHistory => {
  let history = EMPTY_HISTORY;
  for (let step = 1; step <= count; step += 1) history = appendLoss(history, step, lossAt(step));
  return history;
};

describe("loss history", () => {
  it("keeps every loss of a short run", () => {
    expect(grow(3, (step) => 10 - step).points).toEqual([
      { step: 1, loss: 9, count: 1 },
      { step: 2, loss: 8, count: 1 },
      { step: 3, loss: 7, count: 1 },
    ]);
  });

  it("stays bounded over 10,000 steps, with the first and last step and the right mean", () => {
    const history = grow(10_000, (step) => step);
    expect(history.points.length).toBeLessThanOrEqual(LOSS_POINT_LIMIT);
    expect(history.points.length).toBeGreaterThan(LOSS_POINT_LIMIT / 2);
    expect(history.points.at(-1)?.step).toBe(10_000);
    const count = history.points.reduce((sum, point) => sum + point.count, 0);
    const total = history.points.reduce((sum, point) => sum + point.loss * point.count, 0);
    expect(count).toBe(10_000);
    expect(total / count).toBeCloseTo(5000.5, 6);
  });

  it("skips a loss that is not a number", () => {
    expect(
      appendLoss(
        grow(2, () => 1),
        3,
        Number.NaN,
      ).points,
    ).toHaveLength(2);
  });

  it("forgets what came after a step", () => {
    expect(
      truncateHistory(
        grow(10, () => 1),
        4,
      ).points.at(-1)?.step,
    ).toBe(4);
  });

  it("shrinks a long history from a checkpoint", () => {
    const losses = Array.from({ length: 5000 }, (_, index) => ({ step: index + 1, loss: 1 }));
    const history = historyOf(losses);
    expect(history.points.length).toBeLessThanOrEqual(LOSS_POINT_LIMIT);
    expect(history.points.at(-1)?.step).toBe(5000);
  });
});

describe("loss columns", () => {
  it("joins both curves over one rising list of steps", () => {
    const training = historyOf([
      { step: 1, loss: 4 },
      { step: 3, loss: 3 },
    ]);
    const heldOut = historyOf([
      { step: 2, loss: 5 },
      { step: 3, loss: 4 },
    ]);
    const [steps, raw, , held] = lossColumns(training, heldOut);
    expect(steps).toEqual([1, 2, 3]);
    expect(raw).toEqual([4, null, 3]);
    expect(held).toEqual([null, 5, 4]);
  });

  it("smooths a constant to itself from the first point on", () => {
    for (const value of smoothLosses(grow(50, () => 2).points)) expect(value).toBeCloseTo(2, 9);
  });

  it("follows a falling line without trailing behind it", () => {
    const smoothed = smoothLosses(grow(400, (step) => 10 - step / 100).points);
    expect(smoothed.at(-1)).toBeCloseTo(6, 1);
  });

  it("makes a short table that ends with the last step", () => {
    const rows = lossTableRows(
      lossColumns(
        grow(1000, (step) => 1 / step),
        EMPTY_HISTORY,
      ),
      12,
    );
    expect(rows.length).toBeLessThanOrEqual(12);
    expect(rows.at(-1)?.step).toBe(1000);
    expect(rows.every((row) => row.training !== null && row.heldOut === null)).toBe(true);
    expect(lossTableRows([[], [], [], []], 12)).toEqual([]);
  });
});
