/** Assigns a device to a person; signed by both, so that nobody takes the credit of somebody else's device. The first one in a feed holds. */
import * as v from "valibot";
import { fromHex } from "../../core/bytes.ts";
import type { PeerId } from "../../core/ids.ts";
import type { CanonicalMap } from "../canonical.ts";
import { hashField, timeField } from "../fields.ts";

export interface DelegationBody {
  /** The person's root key. */
  readonly root: PeerId;
  readonly at: number;
}

export const delegationBodySchema: v.GenericSchema<unknown, DelegationBody> = v.strictObject({
  root: hashField,
  at: timeField,
});

export function delegationBodyToWire(body: DelegationBody): CanonicalMap {
  return { ...body, root: fromHex(body.root) };
}
