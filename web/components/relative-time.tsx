/** "12 s ago", kept up to date; the exact time shows on hover, focus and touch, once the code for that is there. */
import { lazy, Suspense } from "react";
import { formatAge } from "../text/format.ts";
import { useNow } from "../use-now.ts";

/** Fine enough while seconds are shown, and no work worth speaking of. */
const TICK_MS = 5000;

/** Later, because it brings a library, and the page says the same without it. */
const ExactTime = lazy(() =>
  import("./exact-time.tsx").then(
    ({ ExactTime }) => ({ default: ExactTime }),
    () => ({ default: PlainTime }),
  ),
);

export function RelativeTime({ atMs }: { readonly atMs: number }) {
  const nowMs = useNow(TICK_MS);
  const time = { atMs, age: formatAge(nowMs - atMs) };
  return (
    <Suspense fallback={<PlainTime {...time} />}>
      <ExactTime {...time} />
    </Suspense>
  );
}

export interface TimeProps {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly age: string;
}

const PlainTime = ({ atMs, age }: TimeProps) => <time dateTime={new Date(atMs).toISOString()}>{age}</time>;
