/** Parsing what strangers sent: it never throws, and every refusal has a reason that can be logged and scored. */
import * as v from "valibot";

export interface Refused {
  readonly ok: false;
  /** One short sentence for logs; parts of it can be the sender's text. */
  readonly reason: string;
}
export type Parsed<T> = ({ readonly ok: true } & T) | Refused;

/** Characters of a reason: a validator quotes the value that it refuses, and that can be long. */
const REASON_LENGTH = 160;

export function refuse(reason: string): Refused {
  return { ok: false, reason: reason.slice(0, REASON_LENGTH) };
}

/** Checks `value` against `schema`. The first fault is enough: nobody repairs a stranger's message. */
export function parseWith<T>(
  schema: v.GenericSchema<unknown, T>,
  value: unknown,
): Parsed<{ readonly value: T }> {
  const result = v.safeParse(schema, value, { abortEarly: true, abortPipeEarly: true });
  if (result.success) return { ok: true, value: result.output };
  const [issue] = result.issues;
  return refuse(`${v.getDotPath(issue) ?? "value"}: ${issue.message}`);
}
