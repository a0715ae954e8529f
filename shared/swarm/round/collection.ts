/** The first half of a round: end the training together, commit, then reveal. */
import { must } from "../../core/assert.ts";
import type { Hash } from "../../core/ids.ts";
import { addArrival, revealWaitMs, viewMs } from "./deadline.ts";
import type { RoundEffect, RoundState, Transition } from "./round-state.ts";

/** When half of the cell has ended its training, nobody goes on alone: clocks are never compared, only each other's acts. */
export function stopWithMajority(state: RoundState): Transition | null {
  if (state.phase !== "training" || state.isStopping || !state.isContributing) return null;
  const committed = [...state.live].filter((peer) => state.byDevice.has(peer)).length;
  if (committed === 0 || 2 * committed < state.live.size + 1) return null;
  return { state: { ...state, isStopping: true }, effects: [{ kind: "stop-training" }] };
}

/** Nobody reveals an update before the others are bound to theirs. */
export function revealWhenCommitted(state: RoundState, nowMs: number): Transition | null {
  if (state.phase !== "committing") return null;
  const isEverybodyIn = [...state.live].every((peer) => state.byDevice.has(peer));
  if (!isEverybodyIn && !state.isPhaseOver) return null;
  // Updates that are here already came without any delay: what is late is late compared with them.
  const early = [...state.byDevice].filter(
    ([device, record]) => device !== state.self && isUpdateHere(state, record),
  );
  const reveals = early.reduce((before) => addArrival(before, 0), state.reveals);
  return {
    state: { ...state, phase: "revealing", isPhaseOver: false, revealedAtMs: nowMs, reveals },
    effects: [
      { kind: "reveal" },
      { kind: "timer", name: "reveal", delayMs: revealWaitMs(reveals, state.rules.roundMs) },
    ],
  };
}

export function agreeWhenRevealed(state: RoundState): Transition | null {
  if (state.phase !== "revealing") return null;
  const isEverythingHere = [...state.byDevice].every(([device, record]) => {
    const isAwaited = state.live.has(device) && !state.equivocators.has(device);
    return !isAwaited || isUpdateHere(state, record);
  });
  if (!isEverythingHere && !state.isPhaseOver) return null;
  return startAgreeing(state);
}

function isUpdateHere({ contributions, updates }: RoundState, record: Hash): boolean {
  return updates.has(must(contributions.get(record), "a contribution in time is kept").body.update);
}

export function startAgreeing(state: RoundState): Transition {
  return {
    state: { ...state, phase: "agreeing", isPhaseOver: false },
    effects: [viewTimer(state, state.view)],
  };
}

export function viewTimer({ reveals, rules }: RoundState, view: number): RoundEffect {
  return { kind: "timer", name: "view", delayMs: viewMs(view, revealWaitMs(reveals, rules.roundMs)) };
}
