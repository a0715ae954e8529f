/** Every head once more from the updates in the bundle: what a commit says about weights, θ, tokens, progress and time is computed, never believed. */
import { must } from "../core/assert.ts";
import type { Hash } from "../core/ids.ts";
import { runWithPauses } from "../core/slices.ts";
import type { CommitBody } from "../ledger/records/commit.ts";
import type { SwarmRules } from "../swarm/cell-round-ports.ts";
import { chunkList, type HeadState, isFiniteState, stateBytes, stateHash } from "../swarm/head-state.ts";
import type { KnownHead } from "../swarm/known-head.ts";
import { nextHeadSlices } from "../swarm/next-head.ts";
import { failFalse, readBlob, readNamedBlob } from "./blobs.ts";
import type { BundleReader } from "./bundle-reader.ts";
import { type Because, type Checked, failRecord } from "./failure.ts";
import type { CommittedRound, History } from "./history.ts";

interface Known {
  readonly known: KnownHead;
}

/** The head that the bundle begins with, from its state, which comes before all updates. */
export async function readBase(
  reader: BundleReader,
  { layout }: SwarmRules,
  { commit, body, head }: NonNullable<History["base"]>,
): Promise<Checked<Known>> {
  const { parameterCount } = layout;
  const { entry, position } = reader.place;
  const need = { owner: commit, what: { what: "state" } as const, length: stateBytes(parameterCount) };
  const read = await readBlob(reader, need);
  if (!read.ok) return read;
  const values = new Float32Array(read.bytes.buffer, read.bytes.byteOffset, 2 * parameterCount);
  const state: HeadState = {
    parameters: values.subarray(0, parameterCount),
    momentum: values.subarray(parameterCount),
  };
  const list = chunkList(state);
  if (stateHash(list) !== body.state || !isFiniteState(state)) return failFalse(need, { entry, position });
  return { ok: true, known: { head, commit: commit.record, state, chunkList: list } };
}

/** Reads the updates of a round and computes its head. */
export async function checkRound(
  reader: BundleReader,
  rules: SwarmRules,
  base: KnownHead,
  round: CommittedRound,
  pause: () => Promise<void>,
): Promise<Checked<Known & { readonly updates: ReadonlyMap<Hash, Uint8Array> }>> {
  const updates = new Map<Hash, Uint8Array>();
  for (const { placed, body } of round.contributions) {
    const need = { owner: placed, what: { what: "update" } as const, length: body.updateBytes };
    const read = await readNamedBlob(reader, need, body.update);
    if (!read.ok) return read;
    updates.set(body.update, read.bytes);
  }
  const updateOf = (hash: Hash) => must(updates.get(hash), "every update was read");
  const slices = nextHeadSlices(rules, base, round.contributions, updateOf);
  const next = must(await runWithPauses(slices, pause, () => false), "it is never over before the end");
  if (next.head.hash !== round.head.hash)
    return failRecord(round.commit, ...differenceOf(next.body, round.body));
  return { ok: true, known: { ...next, commit: round.commit.record }, updates };
}

/** The first thing that a commit says and its contributions do not give. */
function differenceOf(computed: CommitBody, committed: CommitBody): Because {
  const weights = computed.contributions.map(({ weight }) => weight);
  const index = committed.contributions.findIndex(({ weight }, index) => weight !== weights[index]);
  if (index >= 0) {
    const said = committed.contributions[index]?.weight ?? 0;
    return ["weight", { index, said, computed: weights[index] ?? 0 }];
  }
  const what = (["round", "state", "tokens", "progress", "at"] as const).find(
    (name) => computed[name] !== committed[name],
  );
  if (what === undefined) return ["other-commit"];
  return ["commit-differs", { what, said: String(committed[what]), computed: String(computed[what]) }];
}
