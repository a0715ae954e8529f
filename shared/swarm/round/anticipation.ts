/**
 * While signatures travel, nobody needs to be idle: what a peer would propose is what the cell will almost always agree on, so it trains on that already.
 * When the cell decides otherwise, only time is lost that would have been waited away.
 */
import { must } from "../../core/assert.ts";
import { ownSet, setKey } from "./candidates.ts";
import { add } from "./facts.ts";
import type { RoundState, Transition } from "./round-state.ts";

export function anticipate(state: RoundState): Transition | null {
  if (state.phase !== "agreeing" || state.waitsSinceMs === null || state.anticipated !== null) return null;
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
  return { state: { ...state, anticipated: hash }, effects: [{ kind: "anticipate", commit }] };
}
