/** The second half of a round: one proposes, all reproduce and sign, two thirds decide. */
import { must } from "../../core/assert.ts";
import {
  favourite,
  includes,
  isFair,
  isOurs,
  isReachable,
  isWide,
  keyOf,
  leaderOf,
  leaderProposal,
  ownSet,
  partsOf,
  setKey,
  viewsAhead,
  voteCount,
  withVotes,
  worthChecking,
} from "./candidates.ts";
import { startAgreeing, viewTimer } from "./collection.ts";
import { add, certified } from "./facts.ts";
import { quorumOf } from "./quorum.ts";
import type { Commit, RoundEffect, RoundState, Transition } from "./round-state.ts";

/** Drops a commit that its own contributions contradict, and names who signed it: nobody honest signs what he did not reproduce. */
export function refute(state: RoundState): Transition | null {
  for (const [hash, commit] of state.candidates) {
    const actual = state.computed.get(keyOf(commit));
    const isRefuted = actual !== undefined && actual !== hash;
    if (!isRefuted && !isMixedUp(state, commit)) continue;
    const candidates = new Map(state.candidates);
    candidates.delete(hash);
    const votes = new Map(state.votes);
    votes.delete(hash);
    const signers = [...(state.votes.get(hash)?.keys() ?? [])];
    const stillCertified = state.certified === hash ? null : state.certified;
    return {
      state: { ...state, candidates, votes, certified: stillCertified },
      effects: [{ kind: "wrong-commit", signers }],
    };
  }
  return null;
}

/** It gives the work of one device to another. */
function isMixedUp({ contributions }: RoundState, { body }: Commit): boolean {
  return body.contributions.some(({ device, record }) => {
    const contribution = contributions.get(record);
    return contribution !== undefined && contribution.device !== device;
  });
}

export function certify(state: RoundState): Transition | null {
  if (state.certified !== null && state.reproduced.has(state.certified)) return null;
  for (const [hash, commit] of state.candidates) {
    if (voteCount(state, commit) < quorumOf(commit.body.contributions.length)) continue;
    const isReproduced = state.reproduced.has(hash);
    // While one certificate waits for its updates, another that is ready may end the round.
    const isUseful = isReproduced || (state.certified === null && !state.hopeless.has(hash));
    const isGood = state.admitted.has(hash) || isOurs(state, commit);
    if (hash !== state.certified && isUseful && isGood && isWide(state, commit))
      return certified(state, hash);
  }
  return null;
}

export function adopt(state: RoundState): Transition | null {
  if (state.certified === null || !state.reproduced.has(state.certified)) return null;
  const commit = must(state.candidates.get(state.certified), "what is certified is a candidate");
  return {
    state: { ...state, isOver: true },
    effects: [{ kind: "adopt", commit: withVotes(state, commit) }],
  };
}

export function fetchMissing(state: RoundState): Transition | null {
  for (const { body } of worthChecking(state)) {
    for (const { record } of body.contributions) {
      const contribution = state.contributions.get(record);
      const missing = contribution ? contribution.body.update : record;
      if (state.updates.has(missing) || state.asked.has(missing)) continue;
      const effect: RoundEffect = contribution
        ? { kind: "want-update", contribution }
        : { kind: "want-contribution", hash: record };
      return { state: { ...state, asked: add(state.asked, missing) }, effects: [effect] };
    }
  }
  return null;
}

export function compute(state: RoundState): Transition | null {
  for (const commit of worthChecking(state)) {
    const key = keyOf(commit);
    if (state.computed.has(key) || state.computing.has(key)) continue;
    const contributions = partsOf(state, commit);
    if (contributions === null) continue;
    return {
      state: { ...state, computing: add(state.computing, key) },
      effects: [{ kind: "compute", key, contributions }],
    };
  }
  return null;
}

/**
 * Peers can be views apart: one waited for an update that another had. Who is behind goes where others propose already; but only for something to sign,
 * or a liar could drive everybody through the views.
 */
export function catchUp(state: RoundState): Transition | null {
  if (state.waitsSinceMs === null) return null;
  for (const view of viewsAhead(state)) {
    if (!isAcceptable(state, leaderProposal(state, view))) continue;
    return { state: { ...state, view }, effects: [viewTimer(state, view)] };
  }
  return null;
}

/** One vote in each view: for what most have signed, else for what the leader proposed. */
export function vote(state: RoundState): Transition | null {
  if (state.waitsSinceMs === null || state.votedView >= state.view) return null;
  const commit = favourite(state) ?? leaderProposal(state);
  if (!isAcceptable(state, commit)) return null;
  // The leader of a later view says so: who missed the commit in the view before hears of it now.
  const proposedView = leaderOf(state) === state.self ? state.view : null;
  return withAgreement({ ...state, votedView: state.view }, { kind: "vote", commit, proposedView });
}

/** Whether this peer may sign it. */
function isAcceptable(state: RoundState, commit: Commit | null): commit is Commit {
  if (commit === null || !state.reproduced.has(commit.record.hash)) return false;
  return includes(commit, state.self) && isReachable(state, commit) && isFair(state, commit);
}

/** The leader's turn: once per view, as soon as its own set is computed. */
export function propose(state: RoundState): Transition | null {
  if (state.phase !== "agreeing") return null;
  if (state.votedView >= state.view || leaderOf(state) !== state.self) return null;
  const set = ownSet(state);
  if (set.length === 0) return null;
  const key = setKey(set.map(({ record }) => record.hash));
  const hash = state.computed.get(key);
  if (hash === undefined) {
    if (state.computing.has(key)) return null;
    return {
      state: { ...state, computing: add(state.computing, key) },
      effects: [{ kind: "compute", key, contributions: set }],
    };
  }
  const commit = must(state.candidates.get(hash), "what was computed is a candidate");
  return {
    state: { ...state, votedView: state.view },
    effects: [{ kind: "vote", commit, proposedView: state.view }],
  };
}

/** Who votes early has nothing left to collect. */
function withAgreement(state: RoundState, effect: RoundEffect): Transition {
  if (state.phase === "agreeing") return { state, effects: [effect] };
  const { state: next, effects } = startAgreeing(state);
  return { state: next, effects: [...effects, effect] };
}
