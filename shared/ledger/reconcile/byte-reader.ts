/** Bytes and varints (7 bits a byte, the lowest first) as they are written, and read from a stranger's message. */

/** Values of one byte of a varint, and its bit for "more follows". */
const BASE = 128;
/** Enough for 2⁵³, the largest value that is written. */
const VARINT_BYTES = 8;
const LARGEST_VARINT = 9_007_199_254_740_992;

/** @param value a whole number, 0 ≤ value ≤ 2⁵³ */
export function writeVarint(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= BASE; rest = Math.floor(rest / BASE)) bytes.push((rest % BASE) + BASE);
  bytes.push(rest);
}

export function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= BASE; rest = Math.floor(rest / BASE)) bytes++;
  return bytes;
}

/** Reads on after a fault, zeros then, so that its caller can look for one where it suits: at least before every repetition. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #position = 0;
  #fault: string | null = null;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The first fault; null while there is none. */
  get fault(): string | null {
    return this.#fault;
  }

  get isAtEnd(): boolean {
    return this.#position === this.#bytes.length;
  }

  fail(reason: string): void {
    this.#fault ??= reason;
  }

  byte(): number {
    return this.take(1)[0]!;
  }

  /** A copy of the next `length` bytes, which the caller has bounded. */
  take(length: number): Uint8Array {
    if (this.#position + length > this.#bytes.length) {
      this.fail("ends too early");
      this.#position = this.#bytes.length;
      return new Uint8Array(length);
    }
    this.#position += length;
    return this.#bytes.slice(this.#position - length, this.#position);
  }

  /** A whole number, 0 ≤ value ≤ 2⁵³. */
  varint(): number {
    let value = 0;
    let unit = 1;
    for (let count = 1; count <= VARINT_BYTES; count++) {
      const byte = this.byte();
      const digit = (byte % BASE) * unit;
      // Compared before they are added: 2⁵³ + 1 would be rounded to 2⁵³.
      if (value > LARGEST_VARINT - digit) break;
      value += digit;
      unit *= BASE;
      if (byte >= BASE) continue;
      if (byte === 0 && count > 1) this.fail("a number longer than it needs");
      return value;
    }
    this.fail("a number beyond 2^53");
    return value;
  }
}
