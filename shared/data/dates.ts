/**
 * Dates as sortable numbers. Only their order matters here (a month counts 31 days), so there is no calendar. `Date` is
 * not used: it reads the same text differently from browser to browser.
 */
import type { Column } from "./column.ts";

const CLOCK = String.raw`(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?`;
/** 1981-01-31, 1981/1/31, 1981-01, each with or without a time. */
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?${CLOCK}$`);
/** 31.01.1981 and 01/31/1981. */
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})${CLOCK}$`);
/** A summer's end repeats an hour: this share of the dates may equal the one before. */
const REPEAT_SHARE = 0.01;
/** More rows without a date than these at the end are not footnotes. */
const FOOTNOTE_LIMIT = 10;
const EARLIEST_YEAR = 1000;
const LATEST_YEAR = 2999;

export interface DateOrder {
  /** Rows from the first that have a date; the rest are footnotes. */
  readonly rowCount: number;
  /** Whether the newest date comes first. */
  readonly isReversed: boolean;
}

/** How the dates of `column` are ordered; undefined when it does not hold dates, or not in order. */
export function findDateOrder(column: Column): DateOrder | undefined {
  const readers = [readYearFirst, readDayFirst, readMonthFirst];
  for (const read of readers) {
    if (Number.isNaN(read(column.texts[0] ?? ""))) continue;
    const stamps = column.texts.map((text) => read(text));
    const order = orderOf(Array.from(column.codes, (code) => stamps[code] ?? Number.NaN));
    if (order !== undefined) return order;
  }
  return countsYears(column) ? { rowCount: column.numbers.length, isReversed: false } : undefined;
}

function orderOf(stamps: readonly number[]): DateOrder | undefined {
  const firstWithout = stamps.findIndex((stamp) => Number.isNaN(stamp));
  const rowCount = firstWithout < 0 ? stamps.length : firstWithout;
  if (rowCount < 2 || stamps.length - rowCount > FOOTNOTE_LIMIT) return undefined;
  let rises = 0;
  let falls = 0;
  for (let row = 1; row < rowCount; row++) {
    if (stamps[row]! > stamps[row - 1]!) rises++;
    else if (stamps[row]! < stamps[row - 1]!) falls++;
  }
  const steps = rowCount - 1;
  if (Math.min(rises, falls) > 0 || steps - rises - falls > REPEAT_SHARE * steps) return undefined;
  return { rowCount, isReversed: falls > 0 };
}

/** A column of years: 1700, 1701, 1702. */
function countsYears({ numbers }: Column): boolean {
  const first = numbers[0] ?? 0;
  return (
    numbers.length > 1 &&
    first >= EARLIEST_YEAR &&
    first + numbers.length - 1 <= LATEST_YEAR &&
    numbers.every((value, row) => value === first + row)
  );
}

function readYearFirst(text: string): number {
  const [, year, month, day, ...clock] = YEAR_FIRST.exec(text) ?? [];
  return stampOf(year, month, day ?? "1", clock);
}

function readDayFirst(text: string): number {
  const [, day, month, year, ...clock] = YEAR_LAST.exec(text) ?? [];
  return stampOf(year, month, day, clock);
}

function readMonthFirst(text: string): number {
  const [, month, day, year, ...clock] = YEAR_LAST.exec(text) ?? [];
  return stampOf(year, month, day, clock);
}

/** Seconds since a year 0 whose months have 31 days; NaN when a part is missing or out of range. */
function stampOf(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  clock: readonly (string | undefined)[],
): number {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const isDate = y >= EARLIEST_YEAR && y <= LATEST_YEAR && m >= 1 && m <= 12 && d >= 1 && d <= 31;
  if (!isDate) return Number.NaN;
  const [hours = "0", minutes = "0", seconds = "0"] = clock;
  return ((((y * 12 + m) * 31 + d) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}
