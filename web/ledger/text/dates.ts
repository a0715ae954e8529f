/** Days and times in the visitor's own time zone and language. All of them come as seconds since 1970. */
import { datesAs } from "../../messages/intl.ts";
import { say } from "../../messages/say.ts";

const HOURS = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const DAY = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
const DATE = { dateStyle: "medium" } as const;
const MOMENT = { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" } as const;
const SHORT_MOMENT = { day: "numeric", month: "short", ...HOURS } as const;
/** Year, month and day in an order that can be compared, whatever the language of the page. */
const DAY_KEY = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit" });

const dateOf = (at: number): Date => new Date(at * 1000);

/** A range has other spaces beside its dash: there a line may end. */
const joined = (dates: string): string => dates.replaceAll(" ", "\u00a0");

/** "14:02". */
export const formatTime = (at: number): string => datesAs(HOURS).format(dateOf(at));

/** "Nov 14, 2026", which no line parts. */
export const formatDate = (at: number): string => joined(datesAs(DATE).format(dateOf(at)));

/** "Nov 14, 2026, 14:02:07". */
export const formatMoment = (at: number): string => datesAs(MOMENT).format(dateOf(at));

/** "Nov 14, 14:02": for rows that are not under their day. */
export const formatShortMoment = (at: number): string => datesAs(SHORT_MOMENT).format(dateOf(at));

/** "Nov 14 – 22, 2026". */
export const formatDays = (from: number, to: number): string =>
  joined(datesAs(DATE).formatRange(dateOf(from), dateOf(to)));

/** For `<time dateTime>`. */
export const machineTime = (at: number): string => dateOf(at).toISOString();

/** The same for all moments of one day: "2026-11-14". */
export const dayKey = (at: number): string => DAY_KEY.format(dateOf(at));

const DAY_SECONDS = 86_400;

/** "Today", "Yesterday", "Saturday, November 14, 2026". @param now seconds since 1970 */
export function formatDay(at: number, now: number): string {
  const key = dayKey(at);
  if (key === dayKey(now)) return say("day.today");
  return key === dayKey(now - DAY_SECONDS) ? say("day.yesterday") : datesAs(DAY).format(dateOf(at));
}
