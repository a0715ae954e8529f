/** Canonical CBOR as BUNDLE-FORMAT.md says, read strictly and without any library: whatever has a second encoding is refused. */

export type CborValue = null | boolean | number | string | Buffer | CborValue[] | CborMap;
export type CborMap = ReadonlyMap<string, CborValue>;

/** One value that fills `bytes`, or undefined. @param depth arrays and maps around the innermost value, at most */
export function readCanonicalCbor(bytes: Buffer, depth: number): CborValue | undefined {
  try {
    const reader = new Reader(bytes);
    const value = reader.value(depth);
    return reader.isAtEnd ? value : undefined;
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return undefined; // TypeError: text that is not UTF-8
    throw error;
  }
}

class Reader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#position === this.#bytes.length;
  }

  value(depth: number): CborValue {
    const first = this.#take(1)[0]!;
    const [major, minor] = [first >> 5, first & 31];
    if (major === 7) return simple(minor);
    const argument = this.#argument(minor);
    switch (major) {
      case 0:
        return argument;
      case 1:
        return safe(-1 - argument);
      case 2:
        return this.#take(argument);
      case 3:
        return this.#text(argument);
      case 4:
        return Array.from({ length: this.#room(argument, depth) }, () => this.value(depth - 1));
      case 5:
        return this.#map(this.#room(2 * argument, depth) / 2, depth);
      default:
        throw new RangeError("a tag");
    }
  }

  #map(count: number, depth: number): CborMap {
    const map = new Map<string, CborValue>();
    let before: Buffer = Buffer.alloc(0);
    for (let index = 0; index < count; index++) {
      const start = this.#position;
      const key = this.value(0);
      if (typeof key !== "string") throw new RangeError("a key that is no text");
      const encoded = this.#bytes.subarray(start, this.#position);
      if (Buffer.compare(before, encoded) >= 0) throw new RangeError("keys out of order");
      before = encoded;
      map.set(key, this.value(depth - 1));
    }
    return map;
  }

  #text(length: number): string {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.#take(length));
  }

  #argument(minor: number): number {
    if (minor < 24) return minor;
    if (minor > 27) throw new RangeError("indefinite");
    const size = 1 << (minor - 24);
    const value = this.#take(size).reduce((sum, byte) => sum * 256 + byte, 0);
    const least = [24, 256, 65_536, 4_294_967_296][minor - 24]!;
    if (value < least) throw new RangeError("not the shortest");
    return safe(value);
  }

  /** Every value takes a byte at least, so a count is bounded before anything is made of it. */
  #room(count: number, depth: number): number {
    if (depth < 1 || count > this.#bytes.length - this.#position)
      throw new RangeError("too deep or too many");
    return count;
  }

  #take(length: number): Buffer {
    if (length > this.#bytes.length - this.#position) throw new RangeError("the end");
    this.#position += length;
    return this.#bytes.subarray(this.#position - length, this.#position);
  }
}

function simple(minor: number): boolean | null {
  if (minor < 20 || minor > 22) throw new RangeError("a float, or unknown");
  return minor === 22 ? null : minor === 21;
}

function safe(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError("beyond 2^53");
  return value;
}
