/** "12 s ago", kept up to date; the exact time shows on hover and focus, until Escape hides it. */
import { useEffect, useState } from "react";
import { formatAge } from "../text/format.ts";
import { useNow } from "../use-now.ts";

/** Fine enough while seconds are shown, and no work worth speaking of. */
const TICK_MS = 5000;

export function RelativeTime({ atMs }: { readonly atMs: number }) {
  const nowMs = useNow(TICK_MS);
  const [isHidden, setIsHidden] = useState(false);
  useEffect(() => {
    const abort = new AbortController();
    // Of the window, because what the pointer is over need not have the focus.
    const listener = ({ key }: KeyboardEvent) => key === "Escape" && setIsHidden(true);
    window.addEventListener("keydown", listener, { signal: abort.signal });
    return () => abort.abort();
  }, []);
  const show = () => setIsHidden(false);
  const at = new Date(atMs);
  return (
    <time
      className="relative-time"
      dateTime={at.toISOString()}
      tabIndex={0}
      onPointerEnter={show}
      onFocus={show}
    >
      {formatAge(nowMs - atMs)}
      <span className="exact-time" hidden={isHidden}>
        {" "}
        {at.toLocaleString("en", { dateStyle: "medium", timeStyle: "medium" })}
      </span>
    </time>
  );
}
