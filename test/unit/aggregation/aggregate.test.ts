import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aggregate } from "../../../shared/aggregation/aggregate.ts";
import { measure } from "../../../shared/aggregation/candidate.ts";
import { clipToMedianNorm } from "../../../shared/aggregation/clip.ts";
import { dequantize, type QuantizedUpdate } from "../../../shared/tensor/quantized.ts";
import {
  cosineOf,
  honestCell,
  honestDelta,
  idOf,
  LAYOUT,
  noise,
  plus,
  quantized,
  times,
  weighted,
} from "./cell.ts";

const SEED = { seed: 57 };
const ZERO: QuantizedUpdate = LAYOUT.parameters.map(({ size }) => ({
  codebook: Int32Array.of(0, 5),
  codes: new Uint8Array(size),
}));

test("updates give the same bits in any order of arrival", () => {
  const cell = [
    ...honestCell(7),
    weighted(7, times(honestDelta(7), -10)),
    weighted(8, times(honestDelta(8), 3), 9e15),
    { id: idOf(9), tokens: 100, update: quantized(honestDelta(2)) },
    { id: idOf(10), tokens: 100, update: ZERO },
  ];
  const expected = aggregate(cell, LAYOUT);
  const positions = cell.map((_, index) => index);
  fc.assert(
    fc.property(fc.shuffledSubarray(positions, { minLength: cell.length }), (order) => {
      const result = aggregate(
        order.map((index) => cell[index]!),
        LAYOUT,
      );
      expect(result.mean).toEqual(expected.mean);
      expect(result.refused).toEqual(expected.refused);
      expect(result.weights).toEqual(order.map((index) => expected.weights[index]!));
    }),
    { ...SEED, numRuns: 20 },
  );
});

test("one update alone is the mean", () => {
  const [alone] = honestCell(1);
  const { mean, weights, refused } = aggregate([alone!], LAYOUT);
  expect(mean).toEqual(dequantize(alone!.update, LAYOUT));
  expect(weights).toEqual([alone!.tokens]);
  expect(refused).toEqual([]);
});

test("nothing gives a mean of zeros", () => {
  expect(aggregate([], LAYOUT)).toEqual({
    weights: [],
    mean: new Float32Array(LAYOUT.parameterCount),
    refused: [],
  });
});

test("whoever did twice the steps counts twice", () => {
  const [a, b] = [weighted(0, noise("a", 0.01), 1000), weighted(1, noise("b", 0.01), 2000)];
  const { mean } = aggregate([a, b], LAYOUT);
  const [one, two] = clipToMedianNorm([measure(a), measure(b)]).map(({ update, codebooks }) =>
    dequantize(
      update.map(({ codes }, tensor) => ({ codes, codebook: codebooks[tensor]! })),
      LAYOUT,
    ),
  );
  mean.forEach((value, at) => expect(value).toBeCloseTo((one![at]! + 2 * two![at]!) / 3, 8));
});

test("two updates of one device are a mistake of the caller", () => {
  const [one] = honestCell(1);
  expect(() => aggregate([one!, one!], LAYOUT)).toThrow("two updates of one device");
});

describe("clipping", () => {
  test("brings loud updates down to the median norm and leaves quiet ones alone", () => {
    const factors = [0.5, 1, 1, 1.5, 40];
    const candidates = factors.map((factor, peer) =>
      measure(weighted(peer, times(honestDelta(peer), factor))),
    );
    const clipped = clipToMedianNorm(candidates);
    const norms = clipped.map(({ squaredNorm }) => Math.sqrt(squaredNorm));
    const limit = norms.toSorted((a, b) => a - b)[2]!;
    norms.forEach((norm) => expect(norm).toBeLessThan(limit * 1.00001));
    expect(clipped[0]).toBe(candidates[0]);
    expect(norms[4]).toBeGreaterThan(limit * 0.99999);
  });

  test("keeps opposites opposite", () => {
    const quiet = measure(weighted(0, honestDelta(0)));
    const loud = [3, -3].map(
      (factor) => clipToMedianNorm([quiet, quiet, measure(weighted(1, times(honestDelta(1), factor)))])[2]!,
    );
    loud[0]!.codebooks.forEach((codebook, tensor) =>
      expect(codebook.toReversed().map((value) => -value)).toEqual(loud[1]!.codebooks[tensor]),
    );
  });
});

describe("refusals", () => {
  test("an update of zeros is refused", () => {
    const { weights, refused } = aggregate([...honestCell(2), { id: "z", tokens: 9, update: ZERO }], LAYOUT);
    expect(refused).toEqual([{ id: "z", reason: "zero" }]);
    expect(weights[2]).toBe(0);
  });

  test("of equal updates only the first device's counts", () => {
    const cell = honestCell(3);
    const copy = { ...cell[0]!, id: "zz" };
    const { weights, refused, mean } = aggregate([copy, ...cell], LAYOUT);
    expect(refused).toEqual([{ id: "zz", reason: "duplicate" }]);
    expect(weights[0]).toBe(0);
    expect(mean).toEqual(aggregate(cell, LAYOUT).mean);
  });

  test("honest updates of eight peers are never refused", () => {
    for (let round = 0; round < 12; round++) {
      const cell = Array.from({ length: 8 }, (_, peer) =>
        weighted(peer, honestDelta(peer, `round ${round}`)),
      );
      expect(aggregate(cell, LAYOUT).refused).toEqual([]);
    }
  });

  test("late in training, when all directions differ, nobody honest is refused and a flipped update still is", () => {
    for (let round = 0; round < 12; round++) {
      const late = (peer: number) =>
        plus(noise(`late ${round}`, 0.002), noise(`late ${round}/${peer}`, 0.0095));
      const cell = Array.from({ length: 4 }, (_, peer) => weighted(peer, late(peer)));
      expect(aggregate(cell, LAYOUT).refused).toEqual([]);
      const flipped = weighted(4, times(late(4), -10));
      expect(aggregate([...cell, flipped], LAYOUT).refused).toEqual([
        { id: flipped.id, reason: "direction" },
      ]);
    }
  });

  const ATTACKS: Readonly<Record<string, (peer: number) => Float32Array>> = {
    "sign flip × 10": (peer) => times(honestDelta(peer), -10),
    "sign flip": (peer) => times(honestDelta(peer), -1),
    "random direction and norm": (peer) => noise(`attack/${peer}`, peer),
  };

  test.for(Object.keys(ATTACKS))("%s: two attackers of eight are refused, and nobody else", (name) => {
    const cell = Array.from({ length: 8 }, (_, peer) =>
      weighted(peer, peer < 2 ? ATTACKS[name]!(peer + 1) : honestDelta(peer)),
    );
    const { refused, mean } = aggregate(cell, LAYOUT);
    expect(refused.map(({ id }) => id).toSorted()).toEqual([idOf(0), idOf(1)].toSorted());
    const honest = aggregate(cell.slice(2), LAYOUT).mean;
    expect(cosineOf(mean, honest)).toBeGreaterThan(0.999);
  });

  test("fewer than four are not judged by direction", () => {
    const cell = [
      weighted(0, honestDelta(0)),
      weighted(1, honestDelta(1)),
      weighted(2, times(honestDelta(2), -1)),
    ];
    expect(aggregate(cell, LAYOUT).refused).toEqual([]);
  });
});
