/** What people see of a donation that rests, slows down, was moved or was interrupted. */
import type { Intensity } from "../../worker/api.ts";
import type { Remedy, Rest, SlowReason } from "./decide.ts";

/** Something that happened to the donation while nobody looked, and what can be done about it. */
export type Notice =
  /** Another tab was asked to train, and this one has left it to it. */
  | { readonly kind: "moved"; readonly atMs: number }
  /** The page was loaded again while it donated; it asks before it goes on. */
  | {
      readonly kind: "interrupted";
      /** The browser did it, to save memory. */
      readonly wasDiscarded: boolean;
      /** When the tab was alive for the last time. */
      readonly atMs: number;
      readonly lostSteps: number;
      /** The donation was snoozed until then; null when it was not. */
      readonly snoozedUntilMs: number | null;
    }
  /** It rested in the background, which nobody could read there. */
  | { readonly kind: "was-hidden" };

export interface PauseView {
  /** The visitor wants this tab to donate, whatever happens now. */
  readonly isWished: boolean;
  /** Why nothing runs all the same; null while something does. */
  readonly rest: Rest | null;
  readonly slowed: SlowReason | null;
  /** What the run uses, which may be less than was chosen; means nothing while it rests. */
  readonly intensity: Intensity;
  /** It stops when the present round is over. */
  readonly isFinishing: boolean;
  readonly notice: Notice | null;
}

/** People would see no difference: React is told a hundred times a minute. */
export const isSameView = (a: PauseView, b: PauseView): boolean =>
  a.isWished === b.isWished &&
  a.slowed === b.slowed &&
  a.intensity === b.intensity &&
  a.isFinishing === b.isFinishing &&
  a.notice === b.notice &&
  a.rest?.reason === b.rest?.reason &&
  a.rest?.untilMs === b.rest?.untilMs;

/** The button beside the reason why less is used than was chosen; null where there is none. */
export const remedyOfSlow = (slowed: SlowReason): Remedy | null =>
  slowed === "battery-unseen" ? "run-on-battery" : null;

/** Times that a snooze may last. */
export type SnoozeLength = "quarter" | "hour" | "tomorrow";

const MINUTE_MS = 60_000;
/** Whoever snoozes until tomorrow does not want to be woken by a fan at midnight. */
const MORNING_HOUR = 8;

/** @param nowMs milliseconds since 1970 */
export function snoozeEndMs(length: SnoozeLength, nowMs: number): number {
  if (length === "quarter") return nowMs + 15 * MINUTE_MS;
  if (length === "hour") return nowMs + 60 * MINUTE_MS;
  const morning = new Date(nowMs);
  morning.setDate(morning.getDate() + 1);
  morning.setHours(MORNING_HOUR, 0, 0, 0);
  return morning.getTime();
}
