/** A team's manifest; signed by its founder's device. The record's hash is the team, and what an invitation carries. */
import * as v from "valibot";
import type { CanonicalMap } from "../canonical.ts";
import { lineField, timeField } from "../fields.ts";
import { NAME_LENGTH, URL_LENGTH } from "../record-limits.ts";

export interface TeamBody {
  readonly name: string;
  /** Its page, or empty. */
  readonly url: string;
  readonly at: number;
}

export const teamBodySchema: v.GenericSchema<unknown, TeamBody> = v.strictObject({
  name: v.pipe(lineField(NAME_LENGTH), v.minLength(1)),
  url: v.pipe(lineField(URL_LENGTH), v.regex(/^(https:\/\/\S+)?$/)),
  at: timeField,
});

export function teamBodyToWire(body: TeamBody): CanonicalMap {
  return { ...body };
}
