/** "12 s ago", kept up to date; the exact time shows on hover and focus. */
import { useSyncExternalStore } from "react";
import { formatAge } from "../text/format.ts";

/** Fine enough while seconds are shown, and no work worth speaking of. */
const TICK_MS = 5000;

export function RelativeTime({ atMs }: { readonly atMs: number }) {
  const nowMs = useSyncExternalStore(subscribeToClock, readClock);
  const at = new Date(atMs);
  return (
    <time className="relative-time" dateTime={at.toISOString()} tabIndex={0}>
      {formatAge(nowMs - atMs)}
      <span className="exact-time">
        {" "}
        {at.toLocaleString("en", { dateStyle: "medium", timeStyle: "medium" })}
      </span>
    </time>
  );
}

/** The same value until the next tick, as React asks of a store. */
const readClock = (): number => Math.ceil(Date.now() / TICK_MS) * TICK_MS;

function subscribeToClock(onTick: () => void): () => void {
  const timer = setInterval(onTick, TICK_MS);
  return () => clearInterval(timer);
}
