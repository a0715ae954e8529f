/**
 * An update after its codec: every value is one of a few fixed-point numbers. This is all that aggregation knows of compression, and because the numbers
 * are integers, sums of them are exact in any order.
 */
import type { ParameterLayout } from "./layout.ts";

/** One unit of a codebook is 2⁻²⁴. Measured against float32: no difference in loss (20 bits: 0.1 %). */
export const FIXED_POINT = 16_777_216;
/** Largest magnitude of a codebook entry, 2²⁸: 16.0. Parameters are of order 1; whatever moves one by 16 in a round is no training. */
export const CODEBOOK_LIMIT = 268_435_456;
/** Largest number of entries of a codebook: the bound of every table that is sized before a stranger's update is read. */
export const CODEBOOK_ENTRIES = 7;

export interface QuantizedTensor {
  /** The values that occur, fixed point, ascending; at most CODEBOOK_ENTRIES of at most CODEBOOK_LIMIT. */
  readonly codebook: Int32Array;
  /** For each value of the tensor its index in the codebook. */
  readonly codes: Uint8Array;
}

/** One tensor per parameter of the layout, in its order. Valid by construction: only codecs make it. */
export type QuantizedUpdate = readonly QuantizedTensor[];

/** The update as numbers, [parameterCount], rounded to float32. */
export function dequantize(update: QuantizedUpdate, layout: ParameterLayout): Float32Array {
  const values = new Float32Array(layout.parameterCount);
  layout.parameters.forEach(({ offset }, index) => {
    const { codebook, codes } = update[index]!;
    for (let at = 0; at < codes.length; at++) values[offset + at] = codebook[codes[at]!]! / FIXED_POINT;
  });
  return values;
}
