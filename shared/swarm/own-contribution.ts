/** What this peer did in a round, as an update and the record that commits it to the update. */
import { assert } from "../core/assert.ts";
import { hashOf } from "../core/hash.ts";
import type { ComputeProfile } from "../ledger/contribution.ts";
import type { RoundResult } from "../ports/round-trainer.ts";
import type { Feed } from "./feed.ts";
import type { HeadRules, KnownHead } from "./known-head.ts";
import type { Contribution } from "./round/round-state.ts";

/** Floats are forbidden in signed bodies. */
const MICRO = 1_000_000;

export interface OwnWork {
  readonly contribution: Contribution;
  readonly update: Uint8Array;
}

/** @throws NonFiniteError when the codec cannot express the pseudo-gradient: nothing is signed then */
export async function signWork(
  { project, layout, codec }: HeadRules,
  base: KnownHead,
  feed: Feed,
  { result, profile }: { readonly result: RoundResult; readonly profile: ComputeProfile },
): Promise<OwnWork> {
  const { steps, tokens, loss, delta } = result;
  assert(delta.length === layout.parameterCount, "a pseudo-gradient has the length of θ");
  const update = codec.encode(delta, layout);
  const body = {
    project,
    round: base.head.round + 1,
    base: base.head.hash,
    steps,
    tokens,
    update: hashOf(update),
    updateBytes: update.length,
    profile,
    lossMicros: Math.round(loss * MICRO),
  };
  const record = await feed.appendContribution(body);
  return { contribution: { record, device: feed.device, body }, update };
}
