/**
 * One round as a state machine: facts come in (facts.ts), then the rules below are applied until none has anything to do. Pure: the same events at the same
 * times give the same effects, in a tab and in the simulator. ARCHITECTURE.md has the drawing; DESIGN section 5 the reasons.
 */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { Head } from "../../ledger/records/commit.ts";
import { adopt, catchUp, certify, compute, fetchMissing, propose, refute, vote } from "./agreement.ts";
import { anticipate } from "./anticipation.ts";
import { agreeWhenRevealed, revealWhenCommitted, stopWithMajority } from "./collection.ts";
import { learn, peersOn } from "./facts.ts";
import type { Lateness } from "./lateness.ts";
import type { RoundEffect, RoundEvent, RoundRules, RoundState, Transition } from "./round-state.ts";

/** A thing to do now, or null. Each rule makes itself inapplicable, so that the loop ends. */
export type Rule = (state: RoundState, nowMs: number) => Transition | null;

const RULES: readonly Rule[] = [
  refute,
  certify,
  adopt,
  stopWithMajority,
  revealWhenCommitted,
  agreeWhenRevealed,
  fetchMissing,
  compute,
  catchUp,
  vote,
  propose,
  anticipate,
];

export interface RoundStart extends Lateness {
  readonly self: PeerId;
  readonly rules: RoundRules;
  readonly head: Head;
  readonly isContributing: boolean;
  readonly standing: ReadonlyMap<PeerId, Hash>;
  /** How long others have been in this round already. */
  readonly ageMs: number;
  readonly nowMs: number;
}

/** Late in a round there is still time for some steps before the others end it. */
const SHORTEST_TRAINING_SHARE = 0.1;

export function beginRound(start: RoundStart): Transition {
  const { self, rules, head, isContributing, standing, arrivals, reveals, ageMs, handicapMs, nowMs } = start;
  const trainingMs = Math.max(rules.roundMs - ageMs, rules.roundMs * SHORTEST_TRAINING_SHARE);
  const state: RoundState = {
    self,
    rules,
    head,
    phase: "training",
    isContributing,
    isStopping: false,
    isPhaseOver: false,
    standing,
    live: peersOn(standing, head.hash),
    contributions: new Map(),
    byDevice: new Map(),
    punctual: new Set(),
    equivocators: new Set(),
    updates: new Set(),
    timely: new Set(),
    asked: new Set(),
    candidates: new Map(),
    reproduced: new Set(),
    computed: new Map(),
    computing: new Set(),
    votes: new Map(),
    proposals: new Map(),
    view: 0,
    votedView: -1,
    signedSinceView: null,
    certified: null,
    admitted: new Set(),
    hopeless: new Set(),
    anticipated: null,
    isOver: false,
    endsAtMs: nowMs + trainingMs,
    waitsSinceMs: null,
    arrivals,
    revealedAtMs: null,
    reveals,
  };
  const delayMs = Math.max(trainingMs - handicapMs, rules.roundMs * SHORTEST_TRAINING_SHARE);
  return { state, effects: [{ kind: "timer", name: "training", delayMs }] };
}

/** Takes one event in and returns what follows from it. After `adopt` the round is over and nothing follows any more. */
export function stepRound(state: RoundState, event: RoundEvent, nowMs: number): Transition {
  if (state.isOver) return { state, effects: [] };
  return settle(learn(state, event, nowMs), nowMs);
}

function settle(learned: Transition, nowMs: number): Transition {
  let { state } = learned;
  const effects: RoundEffect[] = [...learned.effects];
  for (let next = applyFirst(state, nowMs); next !== null; next = applyFirst(state, nowMs)) {
    ({ state } = next);
    effects.push(...next.effects);
  }
  return { state, effects };
}

function applyFirst(state: RoundState, nowMs: number): Transition | null {
  if (state.isOver) return null;
  for (const rule of RULES) {
    const transition = rule(state, nowMs);
    if (transition !== null) return transition;
  }
  return null;
}
