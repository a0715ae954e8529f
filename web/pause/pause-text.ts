/** The sentences about rests, with their times and numbers. */
import { unreachable } from "../../shared/core/assert.ts";
import { datesAs } from "../messages/intl.ts";
import { say } from "../messages/say.ts";
import { formatCount } from "../text/format.ts";
import type { Remedy, Rest, SlowReason } from "./decide.ts";
import type { Notice, SnoozeLength } from "./pause-view.ts";

const DAY_MS = 86_400_000;
/** A Monday, for the names of the days. */
const SOME_MONDAY_MS = Date.UTC(2024, 0, 1);

export interface PauseText {
  /** Why nothing runs. @param dataCapMb what the visitor has set */
  readonly rest: (rest: Rest, dataCapMb: number) => string;
  readonly remedy: (remedy: Remedy) => string;
  readonly slowed: (slowed: SlowReason) => string;
  readonly notice: (notice: Notice) => string;
  /** @param endMs milliseconds since 1970 */
  readonly snooze: (length: SnoozeLength, endMs: number) => string;
  /** @param day 0 is Monday */
  readonly day: (day: number) => string;
}

const TODAY = { hour: "numeric", minute: "2-digit" } as const;
const ANOTHER_DAY = { ...TODAY, weekday: "long" } as const;
const DAY_NAME = { weekday: "short", timeZone: "UTC" } as const;

/** @param nowMs milliseconds since 1970: times of another day are said with it */
export function pauseText(nowMs: number): PauseText {
  const time = (atMs: number): string => {
    const isToday = new Date(atMs).toDateString() === new Date(nowMs).toDateString();
    return datesAs(isToday ? TODAY : ANOTHER_DAY).format(atMs);
  };
  return {
    rest: ({ reason, untilMs }, dataCapMb) => {
      if (reason === "hours" && untilMs === null) return say("pause.rest.hours-never");
      return say(`pause.rest.${reason}`, {
        time: untilMs === null ? "" : time(untilMs),
        megabytes: formatCount(dataCapMb),
      });
    },
    remedy: (remedy) => say(`pause.remedy.${remedy}`),
    slowed: (slowed) => say(`pause.slowed.${slowed}`),
    notice: (notice) => {
      switch (notice.kind) {
        case "moved":
          return say("pause.notice.moved", { time: time(notice.atMs) });
        case "interrupted": {
          const { snoozedUntilMs, wasDiscarded, atMs, lostSteps } = notice;
          if (snoozedUntilMs !== null && nowMs < snoozedUntilMs)
            return say("pause.notice.snoozed", { time: time(snoozedUntilMs) });
          const id = wasDiscarded ? "pause.notice.discarded" : "pause.notice.reloaded";
          return say(id, { time: time(atMs), count: formatCount(lostSteps) });
        }
        case "was-hidden":
          return say("pause.notice.was-hidden");
        default:
          return unreachable(notice);
      }
    },
    snooze: (length, endMs) => say(`pause.snooze.${length}`, { time: time(endMs) }),
    day: (day) => datesAs(DAY_NAME).format(SOME_MONDAY_MS + day * DAY_MS),
  };
}
