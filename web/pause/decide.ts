/**
 * Whether a tab that donates computes now, and how much; a pure function of what is known. The rules are those of the
 * decision table in the reference on volunteer computing, in a fixed order: the first that holds is the reason that
 * people read. What the visitor said comes first, then what they have set, then what the device is in; and of two that
 * hold, the one that ends by itself comes last.
 */
import type { Intensity } from "../../worker/api.ts";
import type { Conditions } from "./conditions.ts";
import type { PauseSettings } from "./pause-settings.ts";
import { isOpen, minuteAfter, minutesUntilOpen } from "./schedule.ts";

export type RestReason =
  | "paused"
  | "snoozed"
  | "hours"
  | "data-saver"
  | "cellular"
  | "battery"
  | "background"
  | "mobile-background"
  | "data-cap"
  | "hot"
  /** Nothing speaks against it any more; it waits a moment, so that a plug with a bad contact does not make it start ten times. */
  | "resuming";

/** What the button beside the reason does; null where there is none. */
export type Remedy =
  | "resume"
  | "ignore-hours"
  | "use-data"
  | "run-on-battery"
  | "allow-background"
  | "more-data"
  | "ignore-heat";

export interface Rest {
  readonly kind: "rest";
  readonly reason: RestReason;
  /** When it ends, in milliseconds since 1970; null where that is not known. */
  readonly untilMs: number | null;
  readonly remedy: Remedy | null;
}

/** Why it uses less than was chosen. */
export type SlowReason = "background" | "battery-unseen" | "busy" | "steps-slower";

export interface Run {
  readonly kind: "run";
  readonly intensity: Intensity;
  readonly slowed: SlowReason | null;
}

/** What the visitor allowed besides the settings, for a while: until when, in milliseconds since 1970. */
export type Allowances = Readonly<Partial<Record<RestReason, number>>>;

/** What a hot computer needs to cool down, and others' work to get done. */
export const HEAT_REST_MS = 60_000;
/** The end of a round takes all of a small computer for a second; a program that needs it takes longer. */
export const BUSY_MS = 3000;
/** Steps of one kind vary by a tenth; half as much again is a processor that slows itself down, or is shared. */
export const SLOW_STEP_DRIFT = 1.5;
const BYTES_PER_MB = 1_000_000;

type Rule = (conditions: Conditions, settings: PauseSettings, nowMs: number) => Omit<Rest, "kind"> | null;

/** In order of precedence. */
const RULES: readonly Rule[] = [
  ({ isPaused }) => (isPaused ? { reason: "paused", untilMs: null, remedy: "resume" } : null),
  ({ snoozedUntilMs: untilMs }, _, nowMs) =>
    untilMs !== null && nowMs < untilMs ? { reason: "snoozed", untilMs, remedy: "resume" } : null,
  ({ minuteOfWeek }, { schedule }, nowMs) => {
    if (schedule === null || isOpen(schedule, minuteOfWeek)) return null;
    const minutes = minutesUntilOpen(schedule, minuteOfWeek);
    const untilMs = minutes === null ? null : minuteAfter(nowMs, minutes);
    return { reason: "hours", untilMs, remedy: "ignore-hours" };
  },
  ({ isDataSaved }, { asksOnMetered }) =>
    isDataSaved && asksOnMetered ? { reason: "data-saver", untilMs: null, remedy: "use-data" } : null,
  ({ isCellular }, { asksOnMetered }) =>
    isCellular && asksOnMetered ? { reason: "cellular", untilMs: null, remedy: "use-data" } : null,
  ({ battery }, { onBattery }) =>
    battery.kind === "known" && !battery.isCharging && !onBattery
      ? { reason: "battery", untilMs: null, remedy: "run-on-battery" }
      : null,
  ({ isHidden, isMobile }) =>
    isHidden && isMobile ? { reason: "mobile-background", untilMs: null, remedy: null } : null,
  ({ isHidden }, { inBackground }) =>
    isHidden && !inBackground ? { reason: "background", untilMs: null, remedy: "allow-background" } : null,
  ({ bytesThisHour }, { dataCapMb }) =>
    dataCapMb > 0 && bytesThisHour >= dataCapMb * BYTES_PER_MB
      ? { reason: "data-cap", untilMs: null, remedy: "more-data" }
      : null,
  (conditions, settings, nowMs) => {
    const { state, criticalEndMs } = conditions.pressure;
    if (!isPressureTelling(conditions, settings)) return null;
    const untilMs = criticalEndMs === null ? null : criticalEndMs + HEAT_REST_MS;
    const isHot = state === "critical" || (untilMs !== null && nowMs < untilMs);
    return isHot ? { reason: "hot", untilMs, remedy: "ignore-heat" } : null;
  },
];

export function decide(
  conditions: Conditions,
  settings: PauseSettings,
  allowed: Allowances,
  nowMs: number,
): Run | Rest {
  for (const rule of RULES) {
    const rest = rule(conditions, settings, nowMs);
    if (rest !== null && nowMs >= (allowed[rest.reason] ?? -Infinity)) return { kind: "rest", ...rest };
  }
  return slow(conditions, settings, nowMs);
}

/** All that is left is how much. */
function slow(conditions: Conditions, settings: PauseSettings, nowMs: number): Run {
  const capped = cap(conditions, settings);
  const { state, sinceMs } = conditions.pressure;
  const isPressed = state === "critical" || (state === "serious" && nowMs - sinceMs >= BUSY_MS);
  const isBusy = isPressed && isPressureTelling(conditions, settings);
  const isSlower = !isPressureTelling(conditions, settings) && (conditions.stepDrift ?? 1) > SLOW_STEP_DRIFT;
  if (!isBusy && !isSlower) return capped;
  const intensity = HALF_OF[capped.intensity];
  // What is least already is not slowed down any more, and nobody is told that it is.
  if (intensity === capped.intensity) return capped;
  return { kind: "run", intensity, slowed: isBusy ? "busy" : "steps-slower" };
}

/** At most half where nobody looks, and where the battery cannot be seen: it may be a laptop's. */
function cap({ isHidden, battery }: Conditions, { intensity, onBattery }: PauseSettings): Run {
  if (intensity !== "full") return { kind: "run", intensity, slowed: null };
  if (isHidden) return { kind: "run", intensity: "half", slowed: "background" };
  if (battery.kind === "unknown" && !onBattery)
    return { kind: "run", intensity: "half", slowed: "battery-unseen" };
  return { kind: "run", intensity, slowed: null };
}

/** Whoever uses all of the processor makes the pressure: then only the time of a step tells whether it is too much. */
const isPressureTelling = (conditions: Conditions, settings: PauseSettings): boolean =>
  conditions.pressure.state !== "unknown" && cap(conditions, settings).intensity !== "full";

const HALF_OF = { full: "half", half: "light", light: "light" } as const;
