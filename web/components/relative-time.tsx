/** "12 s ago", kept up to date; the exact time shows on hover and focus. */
import { formatAge } from "../text/format.ts";
import { useNow } from "../use-now.ts";

/** Fine enough while seconds are shown, and no work worth speaking of. */
const TICK_MS = 5000;

export function RelativeTime({ atMs }: { readonly atMs: number }) {
  const nowMs = useNow(TICK_MS);
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
