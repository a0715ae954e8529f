import type { Clock } from "../ports/clock.ts";

/** Fulfilled after at least `delayMs`. */
export function elapse(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimer(delayMs, resolve);
  });
}
