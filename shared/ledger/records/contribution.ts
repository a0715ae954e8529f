/** The record of one peer's work in one round; signed by the device that did it. */
import * as v from "valibot";
import { fromHex } from "../../core/bytes.ts";
import type { Hash } from "../../core/ids.ts";
import { isSite, MAX_SITE_CHARACTERS } from "../../core/site.ts";
import type { CanonicalMap } from "../canonical.ts";
import { countField, hashField, timeField } from "../fields.ts";
import { STATE_HASHES } from "../../core/state-hashes.ts";
import { CONTRIBUTION_TOKENS, UPDATE_BYTES } from "../record-limits.ts";

export interface ContributionBody {
  readonly project: Hash;
  /** ≥ 1. */
  readonly round: number;
  /** Head that the work started from. */
  readonly base: Hash;
  readonly steps: number;
  /** Units trained on: steps · batch size · units per sample. */
  readonly tokens: number;
  /** SHA-256 of the encoded update, and its length in bytes: commit first, reveal after. */
  readonly update: Hash;
  readonly updateBytes: number;
  /** What computed it, which decides how it can be audited. */
  readonly profile: ComputeProfile;
  /** Mean training loss in millionths, rounded; floats are forbidden in signed bodies. */
  readonly lossMicros: number;
  /** In the exact profile SHA-256 of θ after every window of steps (shared/training/windows.ts), the last after the last step; empty otherwise. */
  readonly states: readonly Hash[];
  /**
   * Origin of the page that held the frame in which the work was done; absent on Tabloom's own page. It is what the device's browser says: nobody can check it,
   * so nothing but the totals of sites is made of it.
   */
  readonly site?: string;
  /** When it was signed, in seconds since 1970, by the signer's clock. */
  readonly at: number;
}

export type ComputeProfile = "wasm-exact" | "wasm-unverified" | "gpu-float";

export const contributionBodySchema: v.GenericSchema<unknown, ContributionBody> = v.pipe(
  v.strictObject({
    project: hashField,
    round: countField(1),
    base: hashField,
    steps: countField(1, CONTRIBUTION_TOKENS),
    tokens: countField(1, CONTRIBUTION_TOKENS),
    update: hashField,
    updateBytes: countField(1, UPDATE_BYTES),
    profile: v.picklist(["wasm-exact", "wasm-unverified", "gpu-float"]),
    lossMicros: countField(Number.MIN_SAFE_INTEGER),
    states: v.pipe(v.array(hashField), v.maxLength(STATE_HASHES)),
    site: v.exactOptional(
      v.pipe(v.string(), v.maxLength(MAX_SITE_CHARACTERS), v.check(isSite, "no origin of a page")),
    ),
    at: timeField,
  }),
  v.check(
    ({ profile, states }) => (profile === "wasm-exact") === states.length > 0,
    "state hashes belong to the exact profile, and only to it",
  ),
);

export function contributionBodyToWire(body: ContributionBody): CanonicalMap {
  const { project, base, update, states } = body;
  return {
    ...body,
    project: fromHex(project),
    base: fromHex(base),
    update: fromHex(update),
    states: states.map(fromHex),
  };
}
