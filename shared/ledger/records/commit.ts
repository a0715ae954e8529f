/** The record of an agreed round. Its hash is the name of the head; with ≥ 2/3 of the included contributors' signatures it is a commit certificate. */
import * as v from "valibot";
import { fromHex } from "../../core/bytes.ts";
import type { Hash, PeerId } from "../../core/ids.ts";
import type { CanonicalMap } from "../canonical.ts";
import { countField, hashField, timeField } from "../fields.ts";
import { CONTRIBUTION_TOKENS, RECORD_PEERS } from "../record-limits.ts";

export interface CommitBody {
  readonly project: Hash;
  /** 0 is the genesis, which everybody computes from the manifest and nobody signs. */
  readonly round: number;
  /** Head before; 64 zeros for the genesis. */
  readonly base: Hash;
  /** The included contributions, ascending by device. */
  readonly contributions: readonly IncludedContribution[];
  /** SHA-256 of the list of chunk hashes of θ and the outer momentum after this round. */
  readonly state: Hash;
  /** Committed units so far: the weight of a branch. */
  readonly tokens: number;
  /** Inner steps per peer so far: Σ over rounds of the median steps of the contributions that counted. */
  readonly progress: number;
  /** Seconds since 1970: the lower median of what the contributions say, and never before the commit below. */
  readonly at: number;
}

export interface IncludedContribution {
  readonly device: PeerId;
  /** Hash of its contribution record. */
  readonly record: Hash;
  /** Units after the cap; 0 when the cosine filter refused the update. */
  readonly weight: number;
}

/** What everybody says about a head, and fork choice needs. */
export interface Head {
  readonly round: number;
  readonly hash: Hash;
  readonly state: Hash;
  readonly tokens: number;
  readonly progress: number;
}

const includedContributionSchema = v.strictObject({
  device: hashField,
  record: hashField,
  weight: countField(0, CONTRIBUTION_TOKENS),
});

/** Of a commit that somebody signed: the genesis never travels. */
export const commitBodySchema: v.GenericSchema<unknown, CommitBody> = v.strictObject({
  project: hashField,
  round: countField(1),
  base: hashField,
  contributions: v.pipe(
    v.array(includedContributionSchema),
    v.minLength(1),
    v.maxLength(RECORD_PEERS),
    v.check(
      (contributions) => isAscending(contributions.map(({ device }) => device)),
      "contributions must ascend by device",
    ),
  ),
  state: hashField,
  tokens: countField(0),
  progress: countField(0),
  at: timeField,
});

export function commitBodyToWire(body: CommitBody): CanonicalMap {
  return {
    ...body,
    project: fromHex(body.project),
    base: fromHex(body.base),
    contributions: body.contributions.map(({ device, record, weight }) => ({
      device: fromHex(device),
      record: fromHex(record),
      weight,
    })),
    state: fromHex(body.state),
  };
}

/** Whether names ascend; equal neighbours do not. */
export function isAscending(names: readonly string[]): boolean {
  return names.every((name, index) => index === 0 || names[index - 1]! < name);
}
