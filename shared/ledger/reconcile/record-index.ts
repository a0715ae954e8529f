/**
 * Which records a peer has, sorted, with the fingerprint of any stretch of them in some microseconds. A list of blocks: a change moves
 * the keys of one block, and sums over blocks are kept until something before them changes, which at the end of a ledger is never.
 *
 * A fingerprint is the sum of hashes modulo 2²⁵⁶ and their count, hashed. XOR instead of a sum would be solved by linear algebra for a
 * set of records with the fingerprint of another.
 */
import { assert, must } from "../../core/assert.ts";
import { sha256 } from "../../core/hash.ts";
import { type Hash, isHash } from "../../core/ids.ts";
import { emptySum, HASH_WORDS, type HashSum, KeyBlock } from "./key-block.ts";
import {
  type Bound,
  boundBetween,
  compareKeys,
  countBefore,
  isBelow,
  type RecordKey,
} from "./record-order.ts";

/** Bytes of a fingerprint. */
export const FINGERPRINT_BYTES = 16;
/** Records of an index: with more, sums of 32-bit words would leave the whole numbers of a double. */
const INDEX_RECORDS = 2_097_151;
const WORD_RANGE = 4_294_967_296;

export class RecordIndex {
  readonly #atOf = new Map<Hash, number>();
  /** None is empty. */
  readonly #blocks: KeyBlock[] = [];
  /** Number of keys, and sum of hashes, in the blocks before each; right for the first #settled blocks. */
  readonly #starts: number[] = [];
  readonly #sums: HashSum[] = [];
  #settled = 0;

  get size(): number {
    return this.#atOf.size;
  }

  has(hash: Hash): boolean {
    return this.#atOf.has(hash);
  }

  /** Fastest at the end. @returns false when the record is there already, whatever its time */
  add(key: RecordKey): boolean {
    assert(Number.isSafeInteger(key.at) && key.at >= 0, `a record of the time ${key.at}`);
    assert(isHash(key.hash), `not a hash: ${key.hash}`);
    assert(this.size < INDEX_RECORDS, `an index holds at most ${INDEX_RECORDS} records`);
    if (this.#atOf.has(key.hash)) return false;
    this.#atOf.set(key.hash, key.at);
    const number = this.#roomFor(key);
    this.#blocks[number]!.insert({ at: key.at, hash: key.hash });
    this.#unsettle(number);
    return true;
  }

  /** @returns false when there is no such record */
  remove(hash: Hash): boolean {
    const at = this.#atOf.get(hash);
    if (at === undefined) return false;
    this.#atOf.delete(hash);
    const number = this.#blockOf({ at, hash });
    const block = this.#blocks[number]!;
    block.remove(block.placeOf({ at, hash }));
    if (block.length === 0) this.#blocks.splice(number, 1);
    this.#unsettle(number);
    return true;
  }

  /** How many records lie below `bound`; the rank of the first that does not. */
  rankOf(bound: Bound): number {
    this.#settle();
    const number = countBefore(this.#blocks.length, (index) => isBelow(this.#blocks[index]!.last, bound));
    const block = this.#blocks[number];
    return block === undefined ? this.size : this.#starts[number]! + block.countBelow(bound);
  }

  /** @param rank 0 ≤ rank < size */
  keyAt(rank: number): RecordKey {
    const number = this.#blockAt(rank);
    return must(this.#blocks[number]?.key(rank - this.#starts[number]!), "a rank beyond the index");
  }

  /** The shortest cut below the record of this rank. @param rank 0 < rank < size */
  boundBelow(rank: number): Bound {
    return boundBetween(this.keyAt(rank - 1), this.keyAt(rank));
  }

  /** Fingerprint of the records with from ≤ rank < to, 16 bytes. */
  fingerprint(from: number, to: number): Uint8Array {
    const lower = this.#sumBelow(from);
    const upper = this.#sumBelow(to);
    const bytes = new Uint8Array(4 * HASH_WORDS + 4);
    const view = new DataView(bytes.buffer);
    let carry = 0;
    for (let word = HASH_WORDS - 1; word >= 0; word--) {
      const sum = upper[word]! - lower[word]! + carry;
      carry = Math.floor(sum / WORD_RANGE);
      view.setUint32(4 * word, sum - carry * WORD_RANGE);
    }
    view.setUint32(4 * HASH_WORDS, to - from);
    return sha256(bytes).slice(0, FINGERPRINT_BYTES);
  }

  #sumBelow(rank: number): HashSum {
    const sum = emptySum();
    const number = this.#blockAt(rank);
    const block = this.#blocks[number];
    if (block === undefined) return sum;
    sum.set(this.#sums[number]!);
    block.addTo(sum, rank - this.#starts[number]!);
    return sum;
  }

  /** The block that holds `key`, or would: the first that does not end below it, else the last. */
  #blockOf(key: RecordKey): number {
    const number = countBefore(
      this.#blocks.length,
      (index) => compareKeys(this.#blocks[index]!.last, key) < 0,
    );
    return Math.min(number, this.#blocks.length - 1);
  }

  /** The block of a rank; the rank after the last belongs to the last block. */
  #blockAt(rank: number): number {
    this.#settle();
    return countBefore(this.#blocks.length, (index) => this.#starts[index]! <= rank) - 1;
  }

  /** A block for `key` that is not full. Whoever only appends fills every block. */
  #roomFor(key: RecordKey): number {
    const number = this.#blockOf(key);
    const block = this.#blocks[number];
    if (block !== undefined && !block.isFull) return number;
    const isAtEnd = block === undefined || compareKeys(block.last, key) < 0;
    this.#blocks.splice(number + 1, 0, isAtEnd ? new KeyBlock() : block.split());
    this.#unsettle(number);
    return isAtEnd ? number + 1 : this.#blockOf(key);
  }

  /** Block `number` has changed: what is known of itself, that is of those before it, stays right. */
  #unsettle(number: number): void {
    this.#settled = Math.max(0, Math.min(this.#settled, number + 1));
  }

  #settle(): void {
    for (let number = this.#settled; number < this.#blocks.length; number++) {
      const before = this.#blocks[number - 1];
      const sum = this.#sums[number - 1] ?? emptySum();
      this.#starts[number] = before === undefined ? 0 : this.#starts[number - 1]! + before.length;
      this.#sums[number] = before === undefined ? sum : sum.map((word, index) => word + before.total[index]!);
    }
    this.#settled = this.#blocks.length;
  }
}
