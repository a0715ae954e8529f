/**
 * The look at CBOR bytes before they are decoded: a loop without recursion or allocation by claimed lengths. Decoders recurse
 * (100,000 nested arrays overflow the stack), and some allocate what a message claims to hold.
 */

const ARRAY = 4;
const MAP = 5;
const TAG = 6;
const SIMPLE = 7;
const TEXT = 3;
const BYTES = 2;
const NEGATIVE = 1;

/** Values that a head of 1, 2, 4 or 8 bytes must not carry, because a shorter one could. */
const TWO_TO_32 = 4_294_967_296;

interface Level {
  /** Values still to come; a map's keys count. */
  left: number;
  readonly isMap: boolean;
}

/** What makes `bytes` something else than one deterministic CBOR value of at most `maxDepth` nested arrays and maps; null for nothing found. */
export function findCanonicalFault(bytes: Uint8Array, maxDepth: number): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const levels: Level[] = [{ left: 1, isMap: false }];
  let position = 0;
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    if (level.left === 0) {
      levels.pop();
      continue;
    }
    const isKey = level.isMap && level.left % 2 === 0;
    level.left--;
    if (position >= bytes.length) return "ends in the middle of a value";
    const major = bytes[position]! >> 5;
    const minor = bytes[position]! & 31;
    if (isKey && major !== TEXT) return "a key that is not text";
    if (major === TAG) return "a tag";
    const argument = major === SIMPLE ? readSimple(minor) : readArgument(view, position, minor);
    if (typeof argument === "string") return argument;
    position += 1 + (major === SIMPLE ? 0 : argumentBytes(minor));
    const bytesLeft = bytes.length - position;
    if (major === NEGATIVE && argument >= Number.MAX_SAFE_INTEGER) return "an integer beyond 2^53";
    if (major === BYTES || major === TEXT) {
      if (argument > bytesLeft) return "a length beyond the end";
      position += argument;
    }
    if (major === ARRAY || major === MAP) {
      const left = major === MAP ? 2 * argument : argument;
      if (left > bytesLeft) return "a count beyond the end"; // every value takes a byte at least
      if (levels.length > maxDepth) return `nested deeper than ${maxDepth}`;
      levels.push({ left, isMap: major === MAP });
    }
  }
  return position === bytes.length ? null : "bytes after the value";
}

/** Bytes of the argument behind the first byte of a head. */
function argumentBytes(minor: number): number {
  return minor < 24 ? 0 : 1 << (minor - 24);
}

/** false, true and null; all other simple values and all floats are refused. */
function readSimple(minor: number): number | string {
  return minor >= 20 && minor <= 22 ? minor : "a float or an unknown simple value";
}

/** The argument of the head at `position`, or what is wrong with it. */
function readArgument(view: DataView, position: number, minor: number): number | string {
  if (minor < 24) return minor;
  if (minor > 27) return "an indefinite length";
  if (position + 1 + argumentBytes(minor) > view.byteLength) return "ends in the middle of a head";
  switch (minor) {
    case 24:
      return shortest(view.getUint8(position + 1), 24);
    case 25:
      return shortest(view.getUint16(position + 1), 256);
    case 26:
      return shortest(view.getUint32(position + 1), 65_536);
    default: {
      const value = view.getUint32(position + 1) * TWO_TO_32 + view.getUint32(position + 5);
      return value > Number.MAX_SAFE_INTEGER ? "an integer beyond 2^53" : shortest(value, TWO_TO_32);
    }
  }
}

function shortest(value: number, least: number): number | string {
  return value < least ? "a head longer than its value needs" : value;
}
