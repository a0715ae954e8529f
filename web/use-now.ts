/** The time, for texts that count: renders at most once per tick. */
import { useMemo, useSyncExternalStore } from "react";

/** @returns milliseconds since 1970, rounded up to the tick */
export function useNow(tickMs: number): number {
  const clock = useMemo(
    () => ({
      subscribe: (onTick: () => void) => {
        const timer = setInterval(onTick, tickMs);
        return () => clearInterval(timer);
      },
      /** The same value until the next tick, as React asks of a store. */
      read: () => Math.ceil(Date.now() / tickMs) * tickMs,
    }),
    [tickMs],
  );
  return useSyncExternalStore(clock.subscribe, clock.read);
}
