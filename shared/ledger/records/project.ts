/** A project's manifest; signed by its owner's device alone. What the body says is for shared/project to read: here it is only kept and passed on. */
import * as v from "valibot";

export interface ProjectBody {
  readonly [field: string]: unknown;
}

export const projectBodySchema: v.GenericSchema<unknown, ProjectBody> = v.record(v.string(), v.unknown());
