import type { Intensity } from "./api.ts";

/** Share of the time that a device computes. */
const SHARES: Readonly<Record<Intensity, number>> = { light: 0.25, half: 0.5, full: 1 };
/** No pause is longer: a step of seconds on a slow device must not make the tab look dead. */
const MAX_PAUSE_MS = 10_000;

/** Milliseconds to rest after `busyMs` of computing. */
export function pauseAfter(busyMs: number, intensity: Intensity): number {
  return Math.min(MAX_PAUSE_MS, busyMs * (1 / SHARES[intensity] - 1));
}
