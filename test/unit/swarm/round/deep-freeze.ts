/** Makes a state of a round unchangeable for real: a machine that writes into what it was given throws. */

const MUTATORS: ReadonlySet<string> = new Set(["set", "add", "delete", "clear"]);
const frozen = new WeakSet<object>();

/** Freezes `value` and all that is in it, and returns it. Typed arrays cannot be frozen; a round only passes them on. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || frozen.has(value))
    return value;
  frozen.add(value);
  if (value instanceof Map || value instanceof Set) {
    for (const name of MUTATORS) Object.defineProperty(value, name, { value: refuse });
    for (const entry of value) deepFreeze(entry);
  }
  for (const inside of Object.values(value)) deepFreeze(inside);
  return Object.freeze(value);
}

function refuse(): never {
  throw new TypeError("a state of a round is never changed");
}
