import { median } from "./median.ts";

/** Nobody weighs more than this many times the cell's median: token counts are claims until an audit confirms them (DESIGN.md, section 5). */
export const WEIGHT_CAP = 3;

/** Units after the cap, whole numbers. */
export function capTokens(tokens: readonly number[]): number[] {
  const limit = Math.floor(WEIGHT_CAP * median(tokens));
  return tokens.map((count) => Math.min(count, limit));
}
