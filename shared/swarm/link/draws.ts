import { concatBytes } from "../../core/bytes.ts";
import type { Random } from "../../core/random.ts";

/** The next value of a stream, for decisions whose order does not matter to anybody else: jitter, choice of neighbours, nonces. */
export class Draws {
  readonly #random: Random;
  #next = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return this.#random.uniform(this.#next++);
  }

  /** `length` bytes, a multiple of four. Unguessable only if the stream's seed is. */
  bytes(length: number): Uint8Array {
    const words = Array.from({ length: length / 4 }, () => Uint32Array.of(this.#random.word(this.#next++)));
    return concatBytes(words.map((word) => new Uint8Array(word.buffer)));
  }

  /** At most `count` of `items`, each choice equally likely. */
  sample<T>(items: readonly T[], count: number): T[] {
    const pool = [...items];
    const chosen: T[] = [];
    while (pool.length > 0 && chosen.length < count) {
      chosen.push(...pool.splice(this.#random.below(pool.length, this.#next++), 1));
    }
    return chosen;
  }
}
