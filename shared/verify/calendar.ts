/** Days as people write them, by the proleptic Gregorian calendar and in UTC: `Date` belongs to the world, and locales write days differently. */

const DAY_SECONDS = 86_400;
/** 400 years have as many days; the pattern then repeats. */
const ERA_DAYS = 146_097;
const ERA_YEARS = 400;
/** From 1 March of the year 0 to 1 January 1970. */
const EPOCH_DAYS = 719_468;
const MONTHS = "Mar Apr May Jun Jul Aug Sep Oct Nov Dec Jan Feb".split(" ");

interface Day {
  readonly day: number;
  /** "Nov". */
  readonly month: string;
  readonly year: number;
}

/** "14–22 Nov 2026", "30 Nov – 2 Dec 2026", "14 Nov 2026". @param from,to seconds since 1970, not before */
export function formatDays(from: number, to: number): string {
  const [first, last] = [dayOf(from), dayOf(to)];
  const end = `${last.day} ${last.month} ${last.year}`;
  if (first.year !== last.year) return `${first.day} ${first.month} ${first.year} – ${end}`;
  if (first.month !== last.month) return `${first.day} ${first.month} – ${end}`;
  return first.day === last.day ? end : `${first.day}–${end}`;
}

/** Source: Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days. Years begin in March, so that the leap day comes last. */
function dayOf(seconds: number): Day {
  const days = Math.floor(seconds / DAY_SECONDS) + EPOCH_DAYS;
  const era = Math.floor(days / ERA_DAYS);
  const dayOfEra = days - era * ERA_DAYS; // 0 … 146096
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)); // 0 … 365
  const month = Math.floor((5 * dayOfYear + 2) / 153); // 0 is March
  return {
    day: dayOfYear - Math.floor((153 * month + 2) / 5) + 1,
    month: MONTHS[month]!,
    year: era * ERA_YEARS + yearOfEra + (month >= 10 ? 1 : 0),
  };
}
