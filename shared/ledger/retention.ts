/** How long receipts of others are kept and passed on. Own ones are kept for ever; commits and what people say about themselves are too. */
import type { RecordContent } from "./record-content.ts";

/**
 * Three times the longest window of a board, so that boards of windows need receipts alone; and whoever was away for less than a season finds everything again.
 */
export const RETENTION_DAYS = 90;
const DAY_SECONDS = 86_400;
/** So much longer they are kept than passed on: neighbours whose day begins a little later offer nothing that is missing here, and are offered nothing that is missing there. */
export const GRACE_SECONDS = DAY_SECONDS;

/**
 * Receipts before this time do not travel any more: RETENTION_DAYS before today or before the day of the project's newest commit, whichever is earlier. So a
 * clock that is ahead closes nothing, a majority that signs commits of the future closes nothing, and a project at rest keeps its last days.
 * @param headAt of the newest commit of the project's chain; null while none is known
 * @returns seconds since 1970, a whole day (UTC); 0: everything travels
 */
export function closingTime(nowSeconds: number, headAt: number | null): number {
  const days = Math.floor(Math.min(nowSeconds, headAt ?? 0) / DAY_SECONDS);
  return Math.max(0, days - RETENTION_DAYS) * DAY_SECONDS;
}

/** Contributions and verdicts pass, when sums have taken their place. Everything else lasts. */
export function isPassing(content: RecordContent | null): boolean {
  return content?.type === "contribution" || content?.type === "verdict";
}
