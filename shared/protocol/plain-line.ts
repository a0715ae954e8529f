import * as v from "valibot";

/** Text on one line: no control characters, and none that turn the direction of what follows. */
export const plainLine = (maximum: number) =>
  v.pipe(
    v.string("must be a text"),
    v.maxLength(maximum, `must have at most ${maximum} characters`),
    v.regex(/^[^\p{Cc}\u2028-\u202e\u2066-\u2069]*$/u, "must be one line of plain text"),
  );
