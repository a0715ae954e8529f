/** The clock of a worker or a Node process. */
import type { Clock } from "../shared/ports/clock.ts";

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  setTimer(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
