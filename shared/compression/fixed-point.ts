import { NonFiniteError } from "../core/errors.ts";
import { CODEBOOK_LIMIT, FIXED_POINT } from "../tensor/quantized.ts";

/** The nearest codebook entry. @throws NonFiniteError when there is none: the value is not finite or beyond the limit */
export function toFixedPoint(value: number): number {
  const fixed = Math.round(value * FIXED_POINT);
  if (Math.abs(fixed) <= CODEBOOK_LIMIT) return fixed;
  throw new NonFiniteError(
    `the round moved parameters by ${value}, where at most ${CODEBOOK_LIMIT / FIXED_POINT} is sound; lower the learning rate`,
  );
}

/** Root mean square, summed in double precision in index order. @throws NonFiniteError when a value is not finite */
export function rootMeanSquare(values: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index]! * values[index]!;
  if (Number.isFinite(sum)) return Math.sqrt(sum / values.length);
  throw new NonFiniteError("the round's result is not finite; lower the learning rate");
}
