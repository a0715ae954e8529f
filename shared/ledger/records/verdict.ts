/** The outcome of an audit; signed by the device that replayed. Anybody can replay as well, so a verdict is a claim to be checked like any other. */
import * as v from "valibot";
import { fromHex } from "../../core/bytes.ts";
import type { Hash } from "../../core/ids.ts";
import type { CanonicalMap } from "../canonical.ts";
import { countField, hashField, timeField } from "../fields.ts";
import { STATE_HASHES } from "../../core/state-hashes.ts";
import { REFUTED_VERDICTS } from "../record-limits.ts";

export interface VerdictBody {
  readonly project: Hash;
  /** The record that was replayed. */
  readonly contribution: Hash;
  readonly result: "match" | "mismatch";
  /** The first window of steps whose result is another; 0 for a match. */
  readonly window: number;
  /**
   * For every window that was replayed, up to the wrong one: SHA-256 over AUDIT_DOMAIN ∥ the auditor's key ∥ θ after it. Nobody who has not computed θ can
   * know them, and nobody else's can be copied.
   */
  readonly inner: readonly Hash[];
  /** Distance between the updates in millionths, where they are compared within a tolerance; 0 in the exact profile. */
  readonly distanceMicros: number;
  /** Verdicts on the same contribution that this replay shows to be false. */
  readonly refutes: readonly Hash[];
  readonly at: number;
}

export const verdictBodySchema: v.GenericSchema<unknown, VerdictBody> = v.pipe(
  v.strictObject({
    project: hashField,
    contribution: hashField,
    result: v.picklist(["match", "mismatch"]),
    window: countField(0, STATE_HASHES - 1),
    inner: v.pipe(v.array(hashField), v.minLength(1), v.maxLength(STATE_HASHES)),
    distanceMicros: countField(0),
    refutes: v.pipe(v.array(hashField), v.maxLength(REFUTED_VERDICTS)),
    at: timeField,
  }),
  v.check(({ result, window }) => result === "mismatch" || window === 0, "a match has no wrong window"),
);

export function verdictBodyToWire(body: VerdictBody): CanonicalMap {
  return {
    ...body,
    project: fromHex(body.project),
    contribution: fromHex(body.contribution),
    inner: body.inner.map(fromHex),
    refutes: body.refutes.map(fromHex),
  };
}
