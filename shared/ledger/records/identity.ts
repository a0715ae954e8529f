/** What a person says about themselves; signed by one of their devices. Only a claim: the key is who they are. */
import * as v from "valibot";
import { fromHex } from "../../core/bytes.ts";
import type { Hash, PeerId } from "../../core/ids.ts";
import type { CanonicalMap } from "../canonical.ts";
import { hashField, lineField, timeField } from "../fields.ts";
import { NAME_LENGTH } from "../record-limits.ts";

export interface IdentityBody {
  /** The person, to whom a delegation in the same feed assigns the device. */
  readonly root: PeerId;
  /** Shown next to the key's fingerprint; empty for the generated one. */
  readonly name: string;
  /** Whether leaderboards and exports may show the name. */
  readonly isListed: boolean;
  /** ISO 3166 code of a country, or empty. */
  readonly country: string;
  /** Team that gets the credit of what the device does from here on; null for none. */
  readonly team: Hash | null;
  readonly at: number;
}

export const identityBodySchema: v.GenericSchema<unknown, IdentityBody> = v.strictObject({
  root: hashField,
  name: lineField(NAME_LENGTH),
  isListed: v.boolean(),
  country: v.pipe(v.string(), v.regex(/^([A-Z]{2})?$/)),
  team: v.nullable(hashField),
  at: timeField,
});

export function identityBodyToWire(body: IdentityBody): CanonicalMap {
  return { ...body, root: fromHex(body.root), team: body.team === null ? null : fromHex(body.team) };
}
