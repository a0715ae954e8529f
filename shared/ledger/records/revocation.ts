/** Takes a device back, for instance a stolen one; signed by the person alone. What the device signed up to `lastSeq` stays theirs. */
import * as v from "valibot";
import { fromHex } from "../../core/bytes.ts";
import type { PeerId } from "../../core/ids.ts";
import type { CanonicalMap } from "../canonical.ts";
import { countField, hashField, timeField } from "../fields.ts";

export interface RevocationBody {
  readonly root: PeerId;
  readonly device: PeerId;
  /** Place of the last record that counts. */
  readonly lastSeq: number;
  readonly at: number;
}

export const revocationBodySchema: v.GenericSchema<unknown, RevocationBody> = v.strictObject({
  root: hashField,
  device: hashField,
  lastSeq: countField(0),
  at: timeField,
});

export function revocationBodyToWire(body: RevocationBody): CanonicalMap {
  return { ...body, root: fromHex(body.root), device: fromHex(body.device) };
}
