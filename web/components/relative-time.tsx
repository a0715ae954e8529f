/** "12 s ago", kept up to date; the exact time shows on hover and focus. */
import { useEffect, useState } from "react";
import { formatAge } from "../text/format.ts";

/** Fine enough while seconds are shown, and no work worth speaking of. */
const TICK_MS = 5000;

export function RelativeTime({ atMs }: { readonly atMs: number }) {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [atMs]);
  const at = new Date(atMs);
  return (
    <time className="relative-time" dateTime={at.toISOString()} tabIndex={0}>
      {formatAge(nowMs - atMs)}
      <span className="exact-time">
        {at.toLocaleString("en", { dateStyle: "medium", timeStyle: "medium" })}
      </span>
    </time>
  );
}
