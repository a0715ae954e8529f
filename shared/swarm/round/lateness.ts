/** What a peer learns in one round for the next: how late others were, and whether it was too late itself. */
import { type Arrivals, NO_ARRIVALS } from "./deadline.ts";
import type { RoundState } from "./round-state.ts";

export interface Lateness {
  /** How late contributions came in the rounds before. */
  readonly arrivals: Arrivals;
  /** How late updates came. */
  readonly reveals: Arrivals;
  /** So much sooner this peer ends its own training. */
  readonly handicapMs: number;
}

export const NO_LATENESS: Lateness = { arrivals: NO_ARRIVALS, reveals: NO_ARRIVALS, handicapMs: 0 };

const FIRST_HANDICAP_MS = 250;
/** Of a round: half of it must be left. */
const LARGEST_HANDICAP = 0.5;

/**
 * Whoever was too late once too often is not waited for until it is in time again. A peer with long steps would never be: it is always in the middle of one
 * when the others are done, and drops it. So it ends its training sooner and sooner until it is in time.
 */
export function learnLateness(
  { self, byDevice, isContributing, rules, arrivals, reveals }: RoundState,
  before: Lateness,
): Lateness {
  const isInTime = byDevice.has(self) || !isContributing;
  const sooner = Math.min(
    LARGEST_HANDICAP * rules.roundMs,
    Math.max(FIRST_HANDICAP_MS, 2 * before.handicapMs),
  );
  const relaxed = before.handicapMs > FIRST_HANDICAP_MS ? before.handicapMs / 2 : 0;
  return { arrivals, reveals, handicapMs: isInTime ? relaxed : sooner };
}
