/**
 * The one gate between a click and computation. A click counts when the browser made it out of a person's, on a frame that
 * is large enough to say what it does and that has been seen, uncovered, for a moment before.
 */
import { MIN_HEIGHT, MIN_WIDTH, SEEN_BEFORE_CLICK_MS, type Sight } from "./sight.ts";

export type ClickFault =
  /** A script made it. Nobody is told. */
  | "scripted"
  /** The page is being prepared, or is in the background. */
  | "unwatched"
  /** Meant for what was there a moment before. Nobody is told: the next one counts. */
  | "hasty"
  | "small"
  | "covered";

export interface ClickPlace {
  readonly sight: Pick<Sight, "isClickable">;
  readonly width: number;
  readonly height: number;
  readonly isWatched: boolean;
  /** Milliseconds since what was clicked on came to be under the pointer. */
  readonly settledMs: number;
}

/** Null for a click that is a yes. */
export function faultOf(click: Pick<Event, "isTrusted">, place: ClickPlace): ClickFault | null {
  if (!click.isTrusted) return "scripted";
  if (!place.isWatched) return "unwatched";
  if (place.width < MIN_WIDTH || place.height < MIN_HEIGHT) return "small";
  if (!place.sight.isClickable) return "covered";
  return place.settledMs < SEEN_BEFORE_CLICK_MS ? "hasty" : null;
}

/** How long a browser remembers that this site's visitor has said yes before. It saves a question, never the click. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;
const MEMORY_KEY = "tabloom.embed.consent";

/** @param nowMs milliseconds since 1970 */
export function hasAgreedBefore(storage: Storage | undefined, nowMs: number): boolean {
  try {
    const untilMs = Number(storage?.getItem(MEMORY_KEY) ?? 0);
    return untilMs > nowMs && untilMs <= nowMs + REMEMBERED_MS;
  } catch {
    return false; // blocked
  }
}

/** For the page that the frame is on, and no other: browsers keep a frame's storage apart for each. @param nowMs milliseconds since 1970 */
export function rememberConsent(storage: Storage | undefined, nowMs: number): void {
  try {
    storage?.setItem(MEMORY_KEY, String(nowMs + REMEMBERED_MS));
  } catch {
    // Blocked or full: it asks again.
  }
}
