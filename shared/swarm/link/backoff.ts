/** Never sooner: the transport must have finished closing before it can dial the same address again. */
const BACKOFF_LEAST_MS = 250;
const BACKOFF_FIRST_MS = 1_000;
const BACKOFF_MOST_MS = 60_000;

/**
 * Full jitter (AWS architecture blog 2015, "Exponential backoff and jitter"): after an outage a thousand clients spread over the
 * whole interval instead of coming back together.
 * @param failures in a row, ≥ 0 @param uniform in [0, 1) @returns milliseconds to wait
 */
export function backoffMs(failures: number, uniform: number): number {
  let ceilingMs = BACKOFF_FIRST_MS;
  for (let i = 0; i < failures && ceilingMs < BACKOFF_MOST_MS; i++) ceilingMs *= 2;
  return BACKOFF_LEAST_MS + uniform * Math.min(ceilingMs, BACKOFF_MOST_MS);
}
