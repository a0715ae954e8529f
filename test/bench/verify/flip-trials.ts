/** One changed byte at a time, in every record, update and state in turn: is it found, and is the record named? */
import { must } from "../../../shared/core/assert.ts";
import { createRandom } from "../../../shared/core/random.ts";
import type { Failure } from "../../../shared/verify/failure.ts";
import {
  bundleOf,
  contributionsOf,
  type EntrySpan,
  entriesOf,
  spanOf,
  verify,
  withByte,
} from "../../unit/verify/bundle-fixture.ts";
import { type History, makeHistory } from "../../unit/verify/history-fixture.ts";

export interface FlipReport {
  readonly trials: number;
  /** The check failed. */
  readonly found: number;
  /** And named the record: of an update its contribution, of a state its commit. */
  readonly named: number;
  /** The first few that were not: byte of the bundle, and what was said instead. */
  readonly missed: readonly { readonly position: number; readonly failure: Failure | null }[];
}

interface Target {
  readonly bundle: Uint8Array;
  /** Whose byte is changed. */
  readonly span: EntrySpan;
  /** Entry that must be named. */
  readonly entry: number;
}

const SHOWN = 5;

export async function flipTrials(trials: number, seed: string): Promise<FlipReport> {
  const history = await makeHistory({ peers: 4, rounds: 4 });
  const targets = [...(await wholeTargets(history)), ...(await laterTargets(history))];
  const random = createRandom(seed);
  const missed: FlipReport["missed"][number][] = [];
  let found = 0;
  let named = 0;
  for (let trial = 0; trial < trials; trial++) {
    const { bundle, span, entry } = must(targets[trial % targets.length], "a target");
    const position = span.start + random.below(span.end - span.start, 2 * trial);
    const changed = withByte(bundle, position, 1 + random.below(255, 2 * trial + 1));
    const { firstFailure } = await verify(changed);
    if (firstFailure !== null) found++;
    if (firstFailure?.entry === entry) named++;
    else if (missed.length < SHOWN) missed.push({ position, failure: firstFailure });
  }
  return { trials, found, named, missed };
}

/** Every record and every update. */
async function wholeTargets(history: History): Promise<readonly Target[]> {
  const bundle = await bundleOf(history);
  const entries = entriesOf(bundle);
  const records = entries.filter(({ kind }) => kind === 2);
  const owners = contributionsOf(history);
  const updates = entries.slice(-owners.length);
  return [
    ...records.map((span) => ({ bundle, span, entry: span.entry })),
    ...updates.map((span, index) => ({ bundle, span, entry: spanOf(bundle, owners[index]!).entry })),
  ];
}

/** The states of heads that bundles begin with. */
async function laterTargets(history: History): Promise<readonly Target[]> {
  const targets: Target[] = [];
  for (const { head, state } of history.heads.slice(1, -1)) {
    const bundle = await bundleOf(history, { base: { commit: head.hash, state } });
    const bytes = 8 * state.parameters.length;
    const span = must(
      entriesOf(bundle).findLast(({ start, end }) => end - start === bytes),
      "its state",
    );
    targets.push({ bundle, span, entry: spanOf(bundle, head.hash).entry });
  }
  return targets;
}
