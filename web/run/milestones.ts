/** How far a run has come on its way from Start to the first work that counts. */
import type { PeerId } from "../../shared/core/ids.ts";
import type { SwarmView } from "../../worker/swarm/swarm-view.ts";
import type { RunEvent } from "./run-state.ts";

/** Milliseconds since Start; null for what is still to come. */
export interface Milestones {
  /** Milliseconds since 1970; null before the first Start. */
  readonly startedAtMs: number | null;
  /** Manifest and data are here. */
  readonly project: number | null;
  /** The engine has done a step that moves the shared model. */
  readonly step: number | null;
  /** Somebody else is connected. */
  readonly others: number | null;
  /** A round was agreed on that has this tab's work in it. */
  readonly accepted: number | null;
}

const AHEAD = { project: null, step: null, others: null, accepted: null };
export const NO_MILESTONES: Milestones = { startedAtMs: null, ...AHEAD };

/** @param nowMs when the event arrived, in milliseconds since 1970 */
export function milestonesAfter(before: Milestones, event: RunEvent, nowMs: number): Milestones {
  if (event.kind === "starting") return { startedAtMs: nowMs, ...AHEAD };
  if (before.startedAtMs === null) return before;
  const reached = reachedBy(event).filter((name) => before[name] === null);
  if (reached.length === 0) return before; // mostly; the page compares by identity
  const sinceMs = Math.max(0, nowMs - before.startedAtMs);
  return { ...before, ...Object.fromEntries(reached.map((name) => [name, sinceMs])) };
}

type Milestone = keyof typeof AHEAD;

function reachedBy(event: RunEvent): readonly Milestone[] {
  switch (event.kind) {
    case "described":
      return ["project"];
    case "progress":
      return ["step"];
    case "swarm":
      return [
        ...(event.swarm.peers.length > 0 ? (["others"] as const) : []),
        ...(isAccepted(event.swarm.device, event.swarm.lastRound) ? (["accepted"] as const) : []),
      ];
    default:
      return [];
  }
}

const isAccepted = (own: PeerId, lastRound: SwarmView["lastRound"]): boolean =>
  lastRound?.contributions.some(({ device, weight }) => device === own && weight > 0) ?? false;
