/** What the bytes of a record say, whoever signed them: the one place that knows every type. */
import * as v from "valibot";
import type { Hash, PeerId } from "../core/ids.ts";
import { type CanonicalMap, decodeCanonical } from "./canonical.ts";
import { countField, hashField } from "./fields.ts";
import { type Parsed, parseWith, refuse } from "./parse.ts";
import { RECORD_BYTES, RECORD_DEPTH } from "./record-limits.ts";
import { type CommitBody, commitBodySchema } from "./records/commit.ts";
import {
  type ContributionBody,
  contributionBodySchema,
  contributionBodyToWire,
} from "./records/contribution.ts";
import { type DelegationBody, delegationBodySchema, delegationBodyToWire } from "./records/delegation.ts";
import { type ForkProofBody, forkProofBodySchema } from "./records/fork-proof.ts";
import { type IdentityBody, identityBodySchema, identityBodyToWire } from "./records/identity.ts";
import { type ProjectBody, projectBodySchema } from "./records/project.ts";
import { type RevocationBody, revocationBodySchema } from "./records/revocation.ts";
import { type TeamBody, teamBodySchema, teamBodyToWire } from "./records/team.ts";
import { type VerdictBody, verdictBodySchema, verdictBodyToWire } from "./records/verdict.ts";

export const RECORD_VERSION = 1;
/** Head before the genesis, and record before the first of a feed. */
export const NO_HASH: Hash = "0".repeat(64);
/** The reason for a record that a later version may understand: keep it, and leave its meaning to others. */
export const UNKNOWN_TYPE = "unknown type";

/** What a device writes into its feed. */
export type FeedEntry =
  | { readonly type: "identity"; readonly body: IdentityBody }
  | { readonly type: "delegation"; readonly body: DelegationBody }
  | { readonly type: "team"; readonly body: TeamBody }
  | { readonly type: "contribution"; readonly body: ContributionBody }
  | { readonly type: "verdict"; readonly body: VerdictBody };

export type FeedContent = FeedEntry & { readonly device: PeerId; readonly seq: number; readonly prev: Hash };

export type RecordContent =
  | FeedContent
  | { readonly type: "commit"; readonly body: CommitBody }
  | { readonly type: "project"; readonly body: ProjectBody }
  | { readonly type: "revocation"; readonly body: RevocationBody }
  | { readonly type: "fork-proof"; readonly body: ForkProofBody };

export function feedEntryToWire(entry: FeedEntry): CanonicalMap {
  switch (entry.type) {
    case "identity":
      return identityBodyToWire(entry.body);
    case "delegation":
      return delegationBodyToWire(entry.body);
    case "team":
      return teamBodyToWire(entry.body);
    case "contribution":
      return contributionBodyToWire(entry.body);
    case "verdict":
      return verdictBodyToWire(entry.body);
  }
}

/** Whether a record stands in a device's feed. */
export function isFeedContent(content: RecordContent): content is FeedContent {
  return "seq" in content;
}

/** When it was signed, in seconds since 1970, as its signers say; 0 for what names no time. */
export function timeOf(content: RecordContent): number {
  return content.type === "fork-proof" || content.type === "project" ? 0 : content.body.at;
}

/** Refuses types of later versions with UNKNOWN_TYPE. */
export function openRecord(bytes: Uint8Array): Parsed<{ readonly content: RecordContent }> {
  const decoded = decodeCanonical(bytes, { bytes: RECORD_BYTES, depth: RECORD_DEPTH });
  if (!decoded.ok) return decoded;
  const named = parseWith(namedSchema, decoded.value);
  if (!named.ok) return named;
  if (named.value.v !== RECORD_VERSION || !KNOWN_TYPES.has(named.value.type)) return refuse(UNKNOWN_TYPE);
  const parsed = parseWith(recordContentSchema, decoded.value);
  return parsed.ok ? { ok: true, content: parsed.value } : parsed;
}

/** What every record of every version has. */
const namedSchema = v.looseObject({ v: countField(1), type: v.pipe(v.string(), v.maxLength(64)) });

function feedSchema<Type extends FeedEntry["type"], Body>(type: Type, body: v.GenericSchema<unknown, Body>) {
  const schema = v.strictObject({
    v: v.literal(RECORD_VERSION),
    type: v.literal(type),
    device: hashField,
    seq: countField(0),
    prev: hashField,
    body,
  });
  const isLinked = v.check<v.InferOutput<typeof schema>, string>(
    ({ seq, prev }) => (seq === 0) === (prev === NO_HASH),
    "only the first record has none before it",
  );
  return v.pipe(schema, isLinked);
}

function looseSchema<Type extends string, Body>(type: Type, body: v.GenericSchema<unknown, Body>) {
  return v.strictObject({ v: v.literal(RECORD_VERSION), type: v.literal(type), body });
}

export const recordContentSchema: v.GenericSchema<unknown, RecordContent> = v.variant("type", [
  feedSchema("contribution", contributionBodySchema),
  feedSchema("verdict", verdictBodySchema),
  feedSchema("identity", identityBodySchema),
  feedSchema("delegation", delegationBodySchema),
  feedSchema("team", teamBodySchema),
  looseSchema("commit", commitBodySchema),
  looseSchema("project", projectBodySchema),
  looseSchema("revocation", revocationBodySchema),
  looseSchema("fork-proof", forkProofBodySchema),
]);

const KNOWN_TYPES: ReadonlySet<string> = new Set([
  "contribution",
  "verdict",
  "identity",
  "delegation",
  "project",
  "team",
  "commit",
  "revocation",
  "fork-proof",
]);
