/** A head with everything that belongs to it. */
import type { Codec } from "../compression/codec.ts";
import type { Hash } from "../core/ids.ts";
import type { Head } from "../ledger/records/commit.ts";
import { commitBytes, genesisCommit, headOf, isQuorum, parseCommit, recordHash } from "../ledger/record.ts";
import type { SignedRecord } from "../ledger/signed-record.ts";
import type { Verifier } from "../ports/signatures.ts";
import type { ParameterLayout } from "../tensor/layout.ts";
import { chunkList, type HeadState, isFiniteState, stateHash } from "./head-state.ts";
import type { StoredHead } from "./head-store.ts";

export interface KnownHead {
  readonly head: Head;
  /** The commit; with its certificate once there is one. The genesis has none. */
  readonly commit: SignedRecord;
  readonly state: HeadState;
  /** The hashes of the state's chunks. */
  readonly chunkList: Uint8Array;
}

export interface HeadRules {
  readonly project: Hash;
  readonly layout: ParameterLayout;
  readonly codec: Codec;
}

/** The head before the first round, which everybody computes from the manifest. @param parameters the initial θ */
export function genesisHead({ project }: HeadRules, parameters: Float32Array): KnownHead {
  const state = { parameters, momentum: new Float32Array(parameters.length) };
  const list = chunkList(state);
  const body = genesisCommit(project, stateHash(list));
  const bytes = commitBytes(body);
  const commit = { bytes, hash: recordHash(bytes), signatures: [] };
  return { head: headOf(body), commit, state, chunkList: list };
}

/** A head from storage, or null when it is damaged, of another project, or without its certificate. */
export function restoreHead(
  { project, layout }: HeadRules,
  { commit, state }: StoredHead,
  verifier: Verifier,
): KnownHead | null {
  const parsed = parseCommit(commit, verifier);
  if (!parsed.ok || parsed.body.project !== project || !isQuorum(parsed.signers, parsed.body)) return null;
  const { parameters, momentum } = state;
  if (parameters.length !== layout.parameterCount || momentum.length !== parameters.length) return null;
  const list = chunkList(state);
  if (stateHash(list) !== parsed.body.state || !isFiniteState(state)) return null;
  return { head: parsed.head, commit, state, chunkList: list };
}
