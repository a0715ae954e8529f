/** The page's clock. */
import type { Clock } from "../../shared/ports/clock.ts";

export const pageClock: Clock = {
  nowMs: () => performance.now(),
  setTimer(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
