/** The framing of bundles for the second implementation (independent-checker.ts), and how it says no. */
import { createHash } from "node:crypto";
import type { CborMap, CborValue } from "./independent-cbor.ts";

export const MAGIC = "tabloom bundle 1\n";

/** Something does not hold; `entry` is to blame. */
export class Wrong extends Error {
  readonly entry: number;
  constructor(entry: number, reason: string) {
    super(reason);
    this.entry = entry;
  }
}

export function demand(condition: boolean, entry: number, reason: string): asserts condition {
  if (!condition) throw new Wrong(entry, reason);
}

export interface Entry {
  readonly kind: number;
  readonly index: number;
  readonly bytes: Buffer;
}

export class Entries {
  #file: Buffer;
  #position = MAGIC.length;
  index = 0;

  constructor(file: Buffer) {
    this.#file = file;
  }

  /** Kind of the next entry; null at the end. @param blame the entry to blame when there is no such thing */
  peek(blame: number = this.index): number | null {
    if (this.#position === this.#file.length) return null;
    const kind = this.#file[this.#position]!;
    demand([1, 2, 3].includes(kind), blame, "unknown kind");
    demand(this.#position + 5 <= this.#file.length, blame, "cut in a head");
    return kind;
  }

  /** @param owner of a blob: whom a wrong one is blamed on */
  next(length: { most: number } | { exact: number }, owner: number | null = null): Entry {
    const { index } = this;
    const blame = owner ?? index;
    const kind = this.peek(blame);
    demand(kind !== null, blame, "the end");
    const size = this.#file.readUInt32LE(this.#position + 1);
    demand("most" in length ? size <= length.most : size === length.exact, blame, "wrong length");
    const start = this.#position + 5;
    demand(start + size <= this.#file.length, blame, "cut in an entry");
    this.#position = start + size;
    this.index++;
    return { kind, index, bytes: this.#file.subarray(start, start + size) };
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function hasKeys(map: CborMap, keys: readonly string[]): boolean {
  return [...map.keys()].toSorted().join() === keys.toSorted().join();
}

export function mapOf(value: CborValue | undefined, at: number): CborMap {
  demand(value instanceof Map, at, "no map");
  return value;
}

export function listOf(value: CborValue | undefined, at: number): readonly CborValue[] {
  demand(Array.isArray(value), at, "no list");
  return value;
}

export function hashIn(map: CborMap, name: string, at: number): string {
  const value = map.get(name);
  demand(Buffer.isBuffer(value) && value.length === 32, at, `no hash: ${name}`);
  return value.toString("hex");
}

export function isAscending(names: readonly string[]): boolean {
  return names.every((name, index) => index === 0 || names[index - 1]! < name);
}

/** The text of a field; empty for anything else. */
export function textIn(map: CborMap, name: string): string {
  const value = map.get(name);
  return typeof value === "string" ? value : "";
}

/** Whether two maps have the same bytes, text or number under a name. */
export function agree(a: CborMap, b: CborMap, name: string): boolean {
  const [left, right] = [a.get(name), b.get(name)];
  return Buffer.isBuffer(left) && Buffer.isBuffer(right) ? left.equals(right) : left === right;
}
