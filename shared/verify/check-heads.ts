/** Every head once more from the updates in the bundle: what a commit says about weights, θ, tokens, progress and time is computed, never believed. */
import { must } from "../core/assert.ts";
import type { Hash } from "../core/ids.ts";
import { runWithPauses } from "../core/slices.ts";
import type { CommitBody } from "../ledger/records/commit.ts";
import type { SwarmRules } from "../swarm/cell-round-ports.ts";
import { chunkList, type HeadState, isFiniteState, stateBytes, stateHash } from "../swarm/head-state.ts";
import type { KnownHead } from "../swarm/known-head.ts";
import { nextHeadSlices } from "../swarm/next-head.ts";
import { readBlob, readNamedBlob } from "./blobs.ts";
import type { BundleReader } from "./bundle-reader.ts";
import { type Checked, failRecord } from "./failure.ts";
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
  const need = { owner: commit, what: "its state", length: stateBytes(parameterCount) };
  const read = await readBlob(reader, need);
  if (!read.ok) return read;
  const values = new Float32Array(read.bytes.buffer, read.bytes.byteOffset, 2 * parameterCount);
  const state: HeadState = {
    parameters: values.subarray(0, parameterCount),
    momentum: values.subarray(parameterCount),
  };
  const list = chunkList(state);
  if (stateHash(list) !== body.state || !isFiniteState(state))
    return failRecord(
      commit,
      `its state is not what was signed: entry ${entry} at byte ${position} has another hash`,
    );
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
    const need = { owner: placed, what: "its update", length: body.updateBytes };
    const read = await readNamedBlob(reader, need, body.update);
    if (!read.ok) return read;
    updates.set(body.update, read.bytes);
  }
  const updateOf = (hash: Hash) => must(updates.get(hash), "every update was read");
  const slices = nextHeadSlices(rules, base, round.contributions, updateOf);
  const next = must(await runWithPauses(slices, pause, () => false), "it is never over before the end");
  if (next.head.hash !== round.head.hash)
    return failRecord(round.commit, differenceOf(next.body, round.body));
  return { ok: true, known: { ...next, commit: round.commit.record }, updates };
}

/** The first thing that a commit says and its contributions do not give. */
function differenceOf(computed: CommitBody, committed: CommitBody): string {
  const weights = computed.contributions.map(({ weight }) => weight);
  const index = committed.contributions.findIndex(({ weight }, index) => weight !== weights[index]);
  if (index >= 0)
    return `contribution ${index} weighs ${committed.contributions[index]?.weight}, and its update gives ${weights[index]}`;
  const name = (["round", "state", "tokens", "progress", "at"] as const).find(
    (name) => computed[name] !== committed[name],
  );
  if (name === undefined) return "its contributions give another commit";
  return `${name} is ${committed[name]}, and its contributions give ${computed[name]}`;
}
