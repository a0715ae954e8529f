/** A stretch of a record index: some hundred sorted keys, and the sums of their hashes. */
import { type Bound, compareKeys, countBefore, isBelow, type RecordKey } from "./record-order.ts";

/** Keys of a full block: adding up half of one takes about as long as hashing a fingerprint. */
export const BLOCK_KEYS = 256;
/** A hash as 32-bit words, the most significant first. */
export const HASH_WORDS = 8;
const WORD_DIGITS = 8;

/** Word by word the sum of hashes, without carries: exact as long as no more than 2²¹ hashes are added. */
export type HashSum = Float64Array;

export function emptySum(): HashSum {
  return new Float64Array(HASH_WORDS);
}

export class KeyBlock {
  readonly #keys: RecordKey[] = [];
  /** The hashes of #keys, HASH_WORDS each: reading them from text would take most of the time of a fingerprint. */
  readonly #words = new Uint32Array(BLOCK_KEYS * HASH_WORDS);
  readonly #total = emptySum();

  get length(): number {
    return this.#keys.length;
  }

  get isFull(): boolean {
    return this.#keys.length === BLOCK_KEYS;
  }

  get last(): RecordKey {
    return this.#keys.at(-1)!;
  }

  /** Sum over all keys. */
  get total(): HashSum {
    return this.#total;
  }

  key(position: number): RecordKey | undefined {
    return this.#keys[position];
  }

  /** How many keys are smaller than `key`: its place. */
  placeOf(key: RecordKey): number {
    return countBefore(this.#keys.length, (index) => compareKeys(this.#keys[index]!, key) < 0);
  }

  countBelow(bound: Bound): number {
    return countBefore(this.#keys.length, (index) => isBelow(this.#keys[index]!, bound));
  }

  /** Adds the first `count` hashes to `sum`. */
  addTo(sum: HashSum, count: number): void {
    const words = this.#words;
    for (let word = 0; word < HASH_WORDS; word++) {
      let total = 0;
      for (let index = word; index < count * HASH_WORDS; index += HASH_WORDS) total += words[index]!;
      sum[word]! += total;
    }
  }

  /** The block must not be full. */
  insert(key: RecordKey): void {
    const place = this.placeOf(key);
    const offset = place * HASH_WORDS;
    this.#words.copyWithin(offset + HASH_WORDS, offset, this.#keys.length * HASH_WORDS);
    this.#keys.splice(place, 0, key);
    for (let word = 0; word < HASH_WORDS; word++) {
      const digits = key.hash.slice(word * WORD_DIGITS, (word + 1) * WORD_DIGITS);
      const value = Number.parseInt(digits, 16);
      this.#words[offset + word] = value;
      this.#total[word]! += value;
    }
  }

  remove(position: number): void {
    const offset = position * HASH_WORDS;
    for (let word = 0; word < HASH_WORDS; word++) this.#total[word]! -= this.#words[offset + word]!;
    this.#words.copyWithin(offset, offset + HASH_WORDS, this.#keys.length * HASH_WORDS);
    this.#keys.splice(position, 1);
  }

  /** Moves the upper half into a new block. */
  split(): KeyBlock {
    const upper = new KeyBlock();
    const from = this.#keys.length >> 1;
    for (const key of this.#keys.slice(from)) upper.insert(key);
    for (let word = 0; word < HASH_WORDS; word++) this.#total[word]! -= upper.#total[word]!;
    this.#keys.length = from;
    return upper;
  }
}
