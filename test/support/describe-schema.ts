/** A valibot schema as plain data: kinds, names, literals, bounds. Code in it (checks, transformations) is left out, messages stay. */

/** Inner workings of valibot, and its wording, which may change without a change of what is accepted. */
const LEFT_OUT = new Set(["reference", "expects", "async"]);

export function describeSchema(part: unknown): unknown {
  if (part instanceof RegExp) return String(part);
  if (Array.isArray(part)) return part.map(describeSchema);
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(
    Object.entries(part)
      .filter(([name, value]) => !name.startsWith("~") && !LEFT_OUT.has(name) && typeof value !== "function")
      .map(([name, value]) => [name, describeSchema(value)])
      .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
}
