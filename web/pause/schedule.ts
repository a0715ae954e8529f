/** The hours in which a computer may train, as its owner set them: one span of the day, on some days of the week. */

export const MINUTES_PER_DAY = 24 * 60;
export const DAYS_PER_WEEK = 7;
const MINUTES_PER_WEEK = DAYS_PER_WEEK * MINUTES_PER_DAY;
const MS_PER_MINUTE = 60_000;

export interface Schedule {
  /** Days on which the span begins: 0 is Monday, 6 is Sunday. */
  readonly days: readonly number[];
  /** Minutes since midnight. */
  readonly fromMinute: number;
  /** The first minute after it. Not above `fromMinute`: it ends on the next day. */
  readonly toMinute: number;
}

/** @param minuteOfWeek since Monday, 0:00 */
export function isOpen({ days, fromMinute, toMinute }: Schedule, minuteOfWeek: number): boolean {
  const length = toMinute > fromMinute ? toMinute - fromMinute : toMinute + MINUTES_PER_DAY - fromMinute;
  return days.some((day) => sinceStart(day, fromMinute, minuteOfWeek) < length);
}

/** Until the next span begins; null when there is none. */
export function minutesUntilOpen({ days, fromMinute }: Schedule, minuteOfWeek: number): number | null {
  if (days.length === 0) return null;
  return Math.min(...days.map((day) => MINUTES_PER_WEEK - sinceStart(day, fromMinute, minuteOfWeek)));
}

/** Local time. @param atMs milliseconds since 1970 */
export function minuteOfWeek(atMs: number): number {
  const date = new Date(atMs);
  const day = (date.getDay() + DAYS_PER_WEEK - 1) % DAYS_PER_WEEK; // Date's week begins on Sunday
  return day * MINUTES_PER_DAY + date.getHours() * 60 + date.getMinutes();
}

/** The full minute that lies so many minutes after the present one. */
export const minuteAfter = (nowMs: number, minutes: number): number =>
  Math.floor(nowMs / MS_PER_MINUTE) * MS_PER_MINUTE + minutes * MS_PER_MINUTE;

/** Minutes since the span of that day began for the last time. */
const sinceStart = (day: number, fromMinute: number, minute: number): number =>
  (minute - day * MINUTES_PER_DAY - fromMinute + 2 * MINUTES_PER_WEEK) % MINUTES_PER_WEEK;
