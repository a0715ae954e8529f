/** Two indexes that reconcile, and what it takes. */
import { hashOf } from "../../../shared/core/hash.ts";
import type { Hash } from "../../../shared/core/ids.ts";
import { createRandom } from "../../../shared/core/random.ts";
import { RECONCILE_BYTES } from "../../../shared/ledger/reconcile/reconcile-message.ts";
import { reconcile } from "../../../shared/ledger/reconcile/reconcile.ts";
import { RecordIndex } from "../../../shared/ledger/reconcile/record-index.ts";
import type { RecordKey } from "../../../shared/ledger/reconcile/record-order.ts";

export const START = 1_790_000_000;

export const hashOfText = (text: string): Hash => hashOf(new TextEncoder().encode(text));

/** `count` records, one every seven seconds unless `at` says something else. */
export function makeKeys(count: number, at = (index: number) => START + 7 * index): RecordKey[] {
  return Array.from({ length: count }, (_, index) => ({ at: at(index), hash: hashOfText(`${index}`) }));
}

export function makeIndex(keys: readonly RecordKey[]): RecordIndex {
  const index = new RecordIndex();
  for (const key of keys) index.add(key);
  return index;
}

/** The keys without `count` of them, drawn by `seed`. */
export function without(keys: readonly RecordKey[], count: number, seed: string): RecordKey[] {
  const random = createRandom(seed);
  const left = [...keys];
  for (let draw = 0; draw < count; draw++) left.splice(random.below(left.length, draw), 1);
  return left;
}

export interface Side {
  readonly index: RecordIndex;
  readonly have: Set<Hash>;
  readonly need: Set<Hash>;
}

export interface Exchange {
  readonly sides: readonly [Side, Side];
  /** Bytes of each message. */
  readonly messages: readonly number[];
  /** False when it was given up. */
  readonly isFinished: boolean;
}

export interface ExchangeOptions {
  /** Messages after which it is given up. */
  readonly most?: number;
  /** What the first side begins with; its own opening otherwise. */
  readonly opening?: Uint8Array | null;
  /** After each message, for the side that it came to. */
  readonly after?: (side: Side) => void;
}

/** Lets `first` begin. Fails on a message that is too long or refused. */
export function exchange(
  first: RecordIndex,
  second: RecordIndex,
  { most = 2_000, opening = null, after = () => undefined }: ExchangeOptions = {},
): Exchange {
  const side = (index: RecordIndex): Side => ({ index, have: new Set(), need: new Set() });
  const sides = [side(first), side(second)] as const;
  const messages: number[] = [];
  let message = opening;
  for (let turn = 0; messages.length < most; turn++) {
    const current = sides[turn % 2]!;
    const result = reconcile(current.index, message);
    if (!result.ok) throw new Error(`refused: ${result.reason}`);
    for (const hash of result.have) current.have.add(hash);
    for (const hash of result.need) current.need.add(hash);
    if (result.reply === null) return { sides, messages, isFinished: true };
    if (result.reply.length > RECONCILE_BYTES) throw new Error(`${result.reply.length} bytes`);
    message = result.reply;
    messages.push(message.length);
    after(current);
  }
  return { sides, messages, isFinished: false };
}

/** What each side should have found. */
export function differences(first: readonly RecordKey[], second: readonly RecordKey[]) {
  const missingIn = (others: readonly RecordKey[], keys: readonly RecordKey[]) => {
    const known = new Set(others.map(({ hash }) => hash));
    return keys.flatMap(({ hash }) => (known.has(hash) ? [] : [hash])).toSorted();
  };
  return { onlyFirst: missingIn(second, first), onlySecond: missingIn(first, second) };
}

/** What they have found, in the same form. Both sides must agree. */
export function found({ sides: [first, second] }: Exchange) {
  const sorted = (hashes: Set<Hash>) => [...hashes].toSorted();
  return [
    { onlyFirst: sorted(first.have), onlySecond: sorted(first.need) },
    { onlyFirst: sorted(second.need), onlySecond: sorted(second.have) },
  ];
}
