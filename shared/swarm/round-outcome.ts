/** A round that this peer saw to its end: what it teaches about the others, and what a screen shows of it. */
import type { PeerId } from "../core/ids.ts";
import type { CommitBody } from "../ledger/records/commit.ts";
import { isMute } from "./round/candidates.ts";
import type { RoundState } from "./round/round-state.ts";

export interface RoundOutcome {
  readonly body: CommitBody;
  /** Whose work went into it; weight 0: refused. */
  readonly contributions: readonly {
    readonly device: PeerId;
    readonly weight: number;
    readonly steps: number;
  }[];
  /** Who was waited for in vain: too late, or silent. Ascending. */
  readonly late: readonly PeerId[];
}

export function outcomeOf(state: RoundState, body: CommitBody): RoundOutcome {
  const contributions = body.contributions.map(({ device, record, weight }) => ({
    device,
    weight,
    steps: state.contributions.get(record)?.body.steps ?? 0,
  }));
  const included = new Set(body.contributions.map(({ device }) => device));
  const inTime = delivered(state, body);
  const late = [...state.live].filter((device) => !included.has(device) && !inTime.has(device)).sort();
  return { body, contributions, late };
}

/** Those who did their part in time, included or not. Whoever lets all views pass without a signature has not. */
export function delivered(state: RoundState, body: CommitBody): ReadonlySet<PeerId> {
  const { contributions, punctual, timely } = state;
  const inTime = [...contributions.values()]
    .filter(({ device, body: { update } }) => punctual.has(device) && timely.has(update))
    .map(({ device }) => device);
  const all = [...inTime, ...body.contributions.map(({ device }) => device)];
  return new Set(all.filter((device) => !isMute(state, device)));
}
