/** Numbers and lists as people read them. Own rules instead of `toLocaleString`, so that every machine writes the same. */

/** Longest list of names in a sentence. */
const LIST_LIMIT = 12;

/** 1115394 → "1,115,394". */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Four significant digits, more only for the whole part: 0.012345 → "0.01235", 77516.2 → "77,516". */
export function formatNumber(value: number): string {
  if (Number.isFinite(value) && Math.abs(value) >= 1000 && Math.abs(value) < 1e15) {
    return formatCount(Math.round(value));
  }
  return String(Number(value.toPrecision(4)));
}

/** `3, "row"` → "3 rows". */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Quoted names with commas, cut after a dozen. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, LIST_LIMIT).map((name) => `"${shorten(name, 40)}"`);
  return names.length > LIST_LIMIT ? `${shown.join(", ")}, …` : shown.join(", ");
}

/** At most `limit` characters; what was cut shows as "…". */
export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).trimEnd()}…`;
}

/** Index of the largest value; the first of equals. */
export function indexOfLargest(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) if (values[index]! > values[best]!) best = index;
  return best;
}
