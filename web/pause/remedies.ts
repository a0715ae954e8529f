/** What the button beside a reason changes: a setting for good, or an allowance for a while. */
import { unreachable } from "../../shared/core/assert.ts";
import type { Allowances, Remedy } from "./decide.ts";
import type { PauseSettings } from "./pause-settings.ts";

/** Whoever does not mind the fan now is not asked again for so long. */
const HEAT_ALLOWANCE_MS = 10 * 60_000;
/** What was moved before has left the meter by then. */
const DATA_ALLOWANCE_MS = 60 * 60_000;

export interface Grant {
  readonly settings?: Partial<PauseSettings>;
  readonly allowed?: Allowances;
  /** A pause or snooze is over. */
  readonly isResumed?: true;
}

/** @param untilMs when the rest would have ended; null when that is not known */
export function grant(remedy: Remedy, untilMs: number | null, nowMs: number): Grant {
  switch (remedy) {
    case "resume":
      return { isResumed: true };
    case "ignore-hours":
      return { allowed: { hours: untilMs ?? Infinity } };
    case "use-data":
      return { allowed: { "data-saver": Infinity, cellular: Infinity } };
    case "run-on-battery":
      return { settings: { onBattery: true } };
    case "allow-background":
      return { settings: { inBackground: true } };
    case "more-data":
      return { allowed: { "data-cap": nowMs + DATA_ALLOWANCE_MS } };
    case "ignore-heat":
      return { allowed: { hot: nowMs + HEAT_ALLOWANCE_MS } };
    default:
      return unreachable(remedy);
  }
}
