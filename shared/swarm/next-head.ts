/** From a head and a set of contributions to the next head: the same on every peer, bit for bit, in whatever order things arrived. */
import { aggregateSlices } from "../aggregation/aggregate.ts";
import type { WeightedUpdate } from "../aggregation/candidate.ts";
import { outerStep } from "../aggregation/outer-step.ts";
import { SLICE_VALUES } from "../aggregation/sum.ts";
import { assert, must } from "../core/assert.ts";
import type { Hash, PeerId } from "../core/ids.ts";
import { createPace, type Slices } from "../core/slices.ts";
import type { CommitBody } from "../ledger/records/commit.ts";
import { commitBytes, headOf, recordHash } from "../ledger/record.ts";
import { openRecord } from "../ledger/record-content.ts";
import { chunkListSlices, stateHash } from "./head-state.ts";
import type { HeadRules, KnownHead } from "./known-head.ts";
import type { Contribution } from "./round/round-state.ts";

export interface NextHead extends KnownHead {
  readonly body: CommitBody;
  /** Included devices whose update does not decode, which no honest peer's does. */
  readonly unreadable: readonly PeerId[];
}

/**
 * In slices, because a worker that computed for seconds would be silent for as long, and count as gone.
 * @param contributions ascending by device, at least one; all on `base`
 * @param updateOf the bytes of an update, by its hash
 */
export function* nextHeadSlices(
  rules: HeadRules,
  base: KnownHead,
  contributions: readonly Contribution[],
  updateOf: (hash: Hash) => Uint8Array,
): Slices<NextHead> {
  const { layout, codec, project } = rules;
  const isLong = createPace(SLICE_VALUES);
  const unreadable: PeerId[] = [];
  const readable: WeightedUpdate[] = [];
  // Everybody has the same bytes, so everybody refuses the same updates.
  for (const { device, body } of contributions) {
    const decoded = codec.decode(updateOf(body.update), layout);
    if (decoded.ok) readable.push({ id: device, tokens: body.tokens, update: decoded.update });
    else unreadable.push(device);
    if (isLong(layout.parameterCount)) yield;
  }
  const { weights, mean } = yield* aggregateSlices(readable, layout);
  const weightOf = new Map(readable.map(({ id }, index) => [id, must(weights[index], "a weight each")]));
  const state = outerStep(base.state, mean);
  const list = yield* chunkListSlices(state);
  const counted = contributions.filter(({ device }) => (weightOf.get(device) ?? 0) > 0);
  const body: CommitBody = {
    project,
    round: base.head.round + 1,
    base: base.head.hash,
    contributions: contributions.map(({ device, record }) => ({
      device,
      record: record.hash,
      weight: weightOf.get(device) ?? 0,
    })),
    state: stateHash(list),
    tokens: base.head.tokens + counted.reduce((sum, { device }) => sum + (weightOf.get(device) ?? 0), 0),
    progress: base.head.progress + lowerMedian(counted.map((contribution) => contribution.body.steps)),
    at: Math.max(commitTime(base), lowerMedian(contributions.map((part) => part.body.at))),
  };
  const bytes = commitBytes(body);
  const commit = { bytes, hash: recordHash(bytes), signatures: [] };
  return { head: headOf(body), commit, state, chunkList: list, body, unreadable };
}

/** The genesis is from before all times. */
function commitTime({ head, commit }: KnownHead): number {
  if (head.round === 0) return 0;
  const opened = openRecord(commit.bytes);
  assert(opened.ok && opened.content.type === "commit", "a head has a commit");
  return opened.content.body.at;
}

/** A whole number whatever the count; nobody moves it alone. */
function lowerMedian(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? 0;
}
