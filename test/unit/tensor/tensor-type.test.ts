import { expect, test } from "vitest";
import {
  broadcastShapes,
  checkTensor,
  float32,
  sizeOf,
  stridesOf,
} from "../../../shared/tensor/tensor-type.ts";

test.each([
  [[], [2, 3], [2, 3]],
  [[3], [2, 3], [2, 3]],
  [
    [2, 1],
    [1, 3],
    [2, 3],
  ],
  [
    [4, 1, 3],
    [2, 1],
    [4, 2, 3],
  ],
])("%j and %j broadcast to %j", (a, b, expected) => {
  expect(broadcastShapes(a, b)).toEqual(expected);
  expect(broadcastShapes(b, a)).toEqual(expected);
});

test("a scalar has one element and no strides", () => {
  expect(sizeOf([])).toBe(1);
  expect(stridesOf([])).toEqual([]);
  expect(stridesOf([2, 3, 4])).toEqual([12, 4, 1]);
});

test("a tensor with too few values is refused by name", () => {
  const check = () =>
    checkTensor("tokens", { ...float32([2, 2]), data: new Float32Array(3) }, float32([2, 2]));
  expect(check).toThrow('input "tokens": expected float32[2, 2], got float32[2, 2] with 3 values');
});
