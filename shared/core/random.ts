/**
 * Counter-based random numbers: Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
 * Integer arithmetic only, so the same seed gives the same values on every engine, and any position of the stream can
 * be computed without the ones before it: an auditor jumps straight to step 731 of a round.
 */
import { sha256 } from "./hash.ts";

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;
/** Words that one Philox call yields. */
const BLOCK_WORDS = 4;
/** 2³², the number of values of one word. */
const WORD_RANGE = 4294967296;
/** Standard deviation of the sum of eight uniform 16-bit integers: √(8 (2³² − 1) / 12). */
const SUM_OF_EIGHT_DEVIATION = 53509.91992145008;
const SUM_OF_EIGHT_MEAN = 8 * 32767.5;

/** A position-addressed stream of random numbers. Pure: reading never changes it. */
export interface Random {
  /** Uniform 32-bit unsigned integer at `index` (0 ≤ index < 2⁵³). */
  word(index: number): number;
  /** Uniform integer in [0, limit) at `index`; bias below limit / 2³². */
  below(limit: number, index: number): number;
  /** Uniform real in [0, 1) with 32 bits at `index`. */
  uniform(index: number): number;
  /** Fills `target` with values of mean 0 and the given standard deviation, close to normal (sum of eight uniforms, |x| ≤ 4.9σ). */
  fillNormal(target: Float32Array, deviation: number): void;
  /** An independent stream: the same label always gives the same one, and adding a label changes no other. */
  fork(label: string): Random;
}

/** @param seed any text; streams of different seeds are independent. */
export function createRandom(seed: string): Random {
  const digest = sha256(new TextEncoder().encode(seed));
  const view = new DataView(digest.buffer, digest.byteOffset);
  return new PhiloxStream(view.getUint32(0, true), view.getUint32(4, true), seed);
}

class PhiloxStream implements Random {
  readonly #key0: number;
  readonly #key1: number;
  readonly #seed: string;
  readonly #block = new Uint32Array(BLOCK_WORDS);
  #blockIndex = -1;

  constructor(key0: number, key1: number, seed: string) {
    this.#key0 = key0;
    this.#key1 = key1;
    this.#seed = seed;
  }

  word(index: number): number {
    const blockIndex = Math.floor(index / BLOCK_WORDS);
    if (blockIndex !== this.#blockIndex) {
      this.#fill(blockIndex, this.#block);
      this.#blockIndex = blockIndex;
    }
    return this.#block[index % BLOCK_WORDS]!;
  }

  below(limit: number, index: number): number {
    return Math.floor((this.word(index) * limit) / WORD_RANGE);
  }

  uniform(index: number): number {
    return this.word(index) / WORD_RANGE;
  }

  fillNormal(target: Float32Array, deviation: number): void {
    const block = new Uint32Array(BLOCK_WORDS);
    const scale = deviation / SUM_OF_EIGHT_DEVIATION;
    for (let index = 0; index < target.length; index++) {
      this.#fill(index, block);
      let sum = 0;
      for (let word = 0; word < BLOCK_WORDS; word++) sum += (block[word]! & 0xffff) + (block[word]! >>> 16);
      target[index] = (sum - SUM_OF_EIGHT_MEAN) * scale;
    }
  }

  fork(label: string): Random {
    return createRandom(`${this.#seed}/${label}`);
  }

  /** Block number `index` of the stream: the counter is the number as 64 bits, then zeros. */
  #fill(index: number, block: Uint32Array): void {
    block[0] = index;
    block[1] = Math.floor(index / WORD_RANGE);
    block[2] = 0;
    block[3] = 0;
    philox(block, this.#key0, this.#key1);
  }
}

/** Turns a counter of four words into four random words, in place. Tested against the published vectors. */
export function philox(block: Uint32Array, key0: number, key1: number): void {
  let c0 = block[0]!;
  let c1 = block[1]!;
  let c2 = block[2]!;
  let c3 = block[3]!;
  let k0 = key0;
  let k1 = key1;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const low0 = Math.imul(MULTIPLIER_0, c0) >>> 0;
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low1 = Math.imul(MULTIPLIER_1, c2) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  block[0] = c0;
  block[1] = c1;
  block[2] = c2;
  block[3] = c3;
}

/** Upper 32 bits of a 32 × 32 bit product, from 16-bit halves so that every partial product is exact in a double. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = (middle & 0xffff) + aLow * bHigh;
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(carry / 65536)) >>> 0;
}
