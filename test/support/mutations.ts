/** Bytes that no honest peer sends, made from valid ones: one seed gives the same bytes for ever. */
import { concatBytes } from "../../shared/core/bytes.ts";
import { type CanonicalValue, decodeCanonical, encodeCanonical } from "../../shared/ledger/canonical.ts";
import { PROTOCOL_VERSION } from "../../shared/protocol/version.ts";

/** A whole number in [0, limit). */
export type Draw = (limit: number) => number;
export type Corpus = readonly Uint8Array[];

/** Bytes in front of the CBOR of a control frame: they mostly stay, or nothing behind them would ever be reached. */
const HEADER = Uint8Array.of(0x54, 0x42, PROTOCOL_VERSION, 1);
const LARGEST_RANDOM = 600;
const DEEPEST_NESTING_DIGITS = 5;

/** Found to break decoders: the five bytes that block a tab through peerjs's decoder, null, and a prototype as a key. */
const REGRESSIONS: Corpus = [
  Uint8Array.of(0xdd, 8, 0, 0, 0),
  Uint8Array.of(0xf6),
  encodeCanonical({ ["__proto__"]: { kind: "bye" } }),
  encodeCanonical({ kind: "bye", ["__proto__"]: { kind: "hello" }, constructor: null }),
  Uint8Array.of(0xbb, 0, 0, 0, 1, 0, 0, 0, 0),
  new Uint8Array(0),
];
/** Heads of byte strings, texts, arrays and maps with 1, 2, 4 and 8 bytes of length. */
const LENGTH_HEADS = [
  0x58, 0x59, 0x5a, 0x5b, 0x78, 0x79, 0x7a, 0x7b, 0x98, 0x99, 0x9a, 0x9b, 0xb8, 0xb9, 0xba, 0xbb,
];
const ODD_BYTES = [0x00, 0xff, 0x7f, 0x80, 0x1b, 0x5f, 0x9f, 0xbf, 0xc0, 0xf6, 0xf7, 0xfb];
const ODD_VALUES: readonly CanonicalValue[] = [
  null,
  true,
  0,
  -1,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
  "",
  "constructor",
  "__proto__",
  "x".repeat(5_000),
  new Uint8Array(0),
  new Uint8Array(32),
  new Uint8Array(5_000),
  [],
  {},
  [[[[]]]],
  { length: 32 },
];

type Mutation = (corpus: Corpus, draw: Draw) => Uint8Array;

const pick = <T>(all: readonly T[], draw: Draw): T => all[draw(all.length)]!;
const randomBytes = (length: number, draw: Draw) => new Uint8Array(length).map(() => draw(256));

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  random: (_, draw) => randomBytes(draw(LARGEST_RANDOM), draw),
  randomBody: (_, draw) => concatBytes([HEADER, randomBytes(draw(LARGEST_RANDOM), draw)]),
  bitFlips(corpus, draw) {
    const bytes = pick(corpus, draw).slice();
    for (let flips = 1 + draw(8); flips > 0; flips--) bytes[draw(bytes.length)]! ^= 1 << draw(8);
    return bytes;
  },
  oddBytes(corpus, draw) {
    const bytes = pick(corpus, draw).slice();
    for (let changes = 1 + draw(4); changes > 0; changes--) bytes[draw(bytes.length)] = pick(ODD_BYTES, draw);
    return bytes;
  },
  truncation(corpus, draw) {
    const bytes = pick(corpus, draw);
    return bytes.slice(0, draw(bytes.length));
  },
  splice(corpus, draw) {
    const [a, b] = [pick(corpus, draw), pick(corpus, draw)];
    return concatBytes([a.subarray(0, draw(a.length)), b.subarray(draw(b.length))]);
  },
  insertion(corpus, draw) {
    const bytes = pick(corpus, draw);
    const at = draw(bytes.length);
    return concatBytes([bytes.subarray(0, at), randomBytes(1 + draw(16), draw), bytes.subarray(at)]);
  },
  lengthLie(corpus, draw) {
    const bytes = pick(corpus, draw);
    const at = HEADER.length + draw(bytes.length - HEADER.length);
    const head = pick(LENGTH_HEADS, draw);
    const length = randomBytes(1 << ((head & 31) - 24), draw);
    return concatBytes([bytes.subarray(0, at), Uint8Array.of(head), length, bytes.subarray(at + 1)]);
  },
  nesting(_, draw) {
    const most = [10, 100, 1_000, 10_000, 100_000][draw(DEEPEST_NESTING_DIGITS)]!;
    const unit = pick([Uint8Array.of(0x81), Uint8Array.of(0xa1, 0x61, 0x61), Uint8Array.of(0x9f)], draw);
    const body = new Uint8Array((1 + draw(most)) * unit.length);
    for (let index = 0; index < body.length; index++) body[index] = unit[index % unit.length]!;
    return concatBytes([HEADER, body, Uint8Array.of(0x01)]);
  },
  /** Perfect CBOR with something wrong in one place: what reaches the schemas. */
  oddValue(corpus, draw) {
    const bytes = pick(corpus, draw);
    const decoded = decodeCanonical(bytes.subarray(HEADER.length), { bytes: bytes.length, depth: 8 });
    if (!decoded.ok) return bytes;
    const header = bytes.subarray(0, HEADER.length); // a hello has another
    return concatBytes([header, encodeCanonical(changeOne(decoded.value, draw))]);
  },
  regression: (_, draw) => concatBytes([pick([HEADER, new Uint8Array(0)], draw), pick(REGRESSIONS, draw)]),
};

/** The value with one thing somewhere in it replaced, left out or added. */
function changeOne(value: CanonicalValue, draw: Draw): CanonicalValue {
  const isContainer = typeof value === "object" && value !== null && !(value instanceof Uint8Array);
  if (!isContainer || draw(12) === 0) return pick(ODD_VALUES, draw);
  const entries = Object.entries<CanonicalValue>(value as Record<string, CanonicalValue>);
  const at = draw(entries.length + 1);
  const [key, entry] = entries[at] ?? [pick(["extra", "__proto__", "kind"], draw), pick(ODD_VALUES, draw)];
  const rest = entries.filter((_, index) => index !== at);
  if (draw(8) > 0) rest.splice(at, 0, [key, at < entries.length ? changeOne(entry, draw) : entry]);
  return Array.isArray(value) ? rest.map(([, entry]) => entry) : Object.fromEntries(rest);
}
