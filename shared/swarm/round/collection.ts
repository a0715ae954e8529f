/** The first half of a round: end the training together, commit, then reveal. */
import { viewMs } from "./deadline.ts";
import type { RoundState, Transition } from "./round-state.ts";

/** Updates are pushed right after the contributions; a slow uplink needs the same wait once more, for all of its bytes. */
const REVEAL_MS = 8_000;

/** When half of the cell has ended its training, nobody goes on alone: clocks are never compared, only each other's acts. */
export function stopWithMajority(state: RoundState): Transition | null {
  if (state.phase !== "training" || state.isStopping || !state.isContributing) return null;
  const committed = [...state.live].filter((peer) => state.byDevice.has(peer)).length;
  if (committed === 0 || 2 * committed < state.live.size + 1) return null;
  return { state: { ...state, isStopping: true }, effects: [{ kind: "stop-training" }] };
}

/** Nobody reveals an update before the others are bound to theirs. */
export function revealWhenCommitted(state: RoundState): Transition | null {
  if (state.phase !== "committing") return null;
  const isEverybodyIn = [...state.live].every((peer) => state.byDevice.has(peer));
  if (!isEverybodyIn && !state.isPhaseOver) return null;
  return {
    state: { ...state, phase: "revealing", isPhaseOver: false },
    effects: [{ kind: "reveal" }, { kind: "timer", name: "reveal", delayMs: REVEAL_MS }],
  };
}

export function agreeWhenRevealed(state: RoundState): Transition | null {
  if (state.phase !== "revealing") return null;
  const isEverythingHere = [...state.byDevice].every(([device, record]) => {
    const isAwaited = state.live.has(device) && !state.equivocators.has(device);
    return !isAwaited || state.updates.has(state.contributions.get(record)!.body.update);
  });
  if (!isEverythingHere && !state.isPhaseOver) return null;
  return startAgreeing(state);
}

export function startAgreeing(state: RoundState): Transition {
  return {
    state: { ...state, phase: "agreeing", isPhaseOver: false },
    effects: [{ kind: "timer", name: "view", delayMs: viewMs(state.view) }],
  };
}
