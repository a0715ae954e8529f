/** What this peer did in a round, as an update and the record that commits it to the update. */
import { assert } from "../core/assert.ts";
import { hashOf } from "../core/hash.ts";
import type { Feed } from "../ledger/feed.ts";
import type { ComputeProfile } from "../ledger/records/contribution.ts";
import type { RoundResult } from "../ports/round-trainer.ts";
import type { HeadRules, KnownHead } from "./known-head.ts";
import type { Contribution } from "./round/round-state.ts";

/** Floats are forbidden in signed bodies. */
const MICRO = 1_000_000;

export interface OwnWork {
  readonly contribution: Contribution;
  readonly update: Uint8Array;
}

export interface DoneWork {
  readonly result: RoundResult;
  /** What computed it. */
  readonly profile: ComputeProfile;
  /** Origin of the page that holds this one in a frame. */
  readonly site?: string | undefined;
  /** Seconds since 1970. */
  readonly at: number;
}

/** @throws NonFiniteError when the codec cannot express the pseudo-gradient: nothing is signed then; what the feed throws */
export async function signWork(
  { project, layout, codec }: HeadRules,
  base: KnownHead,
  feed: Feed,
  { result, profile, site, at }: DoneWork,
): Promise<OwnWork> {
  const { steps, tokens, loss, delta, states } = result;
  assert(delta.length === layout.parameterCount, "a pseudo-gradient has the length of θ");
  const update = codec.encode(delta, layout);
  const isExact = profile === "wasm-exact" && states.length > 0;
  const body = {
    project,
    round: base.head.round + 1,
    base: base.head.hash,
    steps,
    tokens,
    update: hashOf(update),
    updateBytes: update.length,
    // Without the hashes on the way nobody could say where a replay parts from it: such work is compared within the tolerance.
    profile: profile === "wasm-exact" && !isExact ? ("wasm-unverified" as const) : profile,
    lossMicros: Math.round(loss * MICRO),
    states: isExact ? states : [],
    ...(site === undefined ? {} : { site }),
    at,
  };
  const record = await feed.append({ type: "contribution", body });
  return { contribution: { record, device: feed.device, body }, update };
}
