/**
 * How often each symbol occurs, in parts of 4,096: what the range coder needs, small enough for the header. A pure function of the counts, so that a decoder which
 * has counted can tell whether the sender used these and no others.
 */

export const FREQUENCY_BITS = 12;
export const FREQUENCY_TOTAL = 4096;

/**
 * Every symbol gets its share rounded down, at least 1; the most frequent one (the first of equals) takes or gives the difference.
 * @param counts occurrences, each ≥ 1; at most CODEBOOK_ENTRIES of them, so that the most frequent share is far larger than the difference
 */
export function frequenciesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const frequencies = counts.map((count) => Math.max(1, Math.floor((count * FREQUENCY_TOTAL) / total)));
  const most = counts.indexOf(Math.max(...counts));
  frequencies[most]! += FREQUENCY_TOTAL - frequencies.reduce((sum, frequency) => sum + frequency, 0);
  return frequencies;
}

/** Occurrences of each code below `size`. */
export function countCodes(codes: Uint8Array, size: number): number[] {
  const counts = new Float64Array(size);
  for (let index = 0; index < codes.length; index++) counts[codes[index]!]!++;
  return Array.from(counts);
}
