/** Which rows are learned from and which are held out. */
import { createRandom } from "../core/random.ts";
import type { SplitName } from "./dataset.ts";

export type Split = Readonly<Record<SplitName, Int32Array>>;

/** The first `trainCount` rows are learned from, the others are held out. */
export function splitInOrder(rowCount: number, trainCount: number): Split {
  const rows = Int32Array.from({ length: rowCount }, (_, row) => row);
  return { train: rows.subarray(0, trainCount), test: rows.subarray(trainCount) };
}

/** A seeded shuffle (Fisher and Yates), whose last `testCount` rows are held out. */
export function splitShuffled(rowCount: number, testCount: number, seed: string): Split {
  const random = createRandom(seed).fork("split");
  const rows = Int32Array.from({ length: rowCount }, (_, row) => row);
  for (let last = rowCount - 1; last > 0; last--) {
    const other = random.below(last + 1, last);
    const row = rows[last]!;
    rows[last] = rows[other]!;
    rows[other] = row;
  }
  return { train: rows.subarray(0, rowCount - testCount), test: rows.subarray(rowCount - testCount) };
}
