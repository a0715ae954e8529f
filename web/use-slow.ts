import { useState } from "react";
import { useNow } from "./use-now.ts";

/** Follows `value` at every tick: for what changes more often than people can read. */
export function useSlow<T>(value: T, tickMs: number): T {
  const nowMs = useNow(tickMs);
  const [sample, setSample] = useState({ nowMs, value });
  if (sample.nowMs !== nowMs) setSample({ nowMs, value });
  return sample.value;
}
