/** What of the processor's pressure may make a donation rest: all but what its own start has made. */
import type { RunView } from "../run/run-state.ts";
import type { Pressure } from "./conditions.ts";

/** From the first step on. Loading the runtime takes all of a processor for a moment; that is no reason to rest. */
export const SETTLE_MS = 5000;
const NO_PRESSURE: Pressure = { state: "nominal", sinceMs: 0, criticalEndMs: null };

/**
 * Called whenever a run's state changes.
 * @param before what it said the last time
 * @returns when the newest start has settled, or will have; Infinity while that is not known
 */
export function settlesAtMs(state: RunView["state"], before: number, nowMs: number): number {
  if (state === "preparing") return Infinity;
  if (state === "training") return nowMs + SETTLE_MS;
  return Math.min(before, nowMs); // it computes no more
}

/** @param settledAtMs by `settlesAtMs` */
export function settledPressure(pressure: Pressure, settledAtMs: number, nowMs: number): Pressure {
  if (pressure.state === "unknown") return pressure;
  if (nowMs < settledAtMs) return NO_PRESSURE;
  const { criticalEndMs } = pressure;
  return criticalEndMs !== null && criticalEndMs < settledAtMs
    ? { ...pressure, criticalEndMs: null }
    : pressure;
}
