/**
 * A message of a reconciliation, in bytes. Integers are varints (7 bits a byte, the lowest first), bounds are differences, because most of a
 * message are bounds and fingerprints:
 *   message = version, count, offered hash …, count, wanted hash …, range …
 *   range   = time, 64 · kind + length of the prefix, prefix, content
 *   time    = 0 for the end of all records, else 1 + seconds since the bound before
 *   content = nothing (skip), 16 bytes (fingerprint), or count, hash … (list)
 * Ranges follow each other from the first record on, each up to its bound; what comes after the last of them is skipped.
 */
import { bytesOf, fromHex, toHex } from "../../core/bytes.ts";
import type { Hash } from "../../core/ids.ts";
import { type Parsed, refuse } from "../parse.ts";
import { ByteReader, varintBytes, writeVarint } from "./byte-reader.ts";
import { FINGERPRINT_BYTES } from "./record-index.ts";
import { type Bound, FIRST_BOUND, isAscendingBounds, LAST_BOUND } from "./record-order.ts";

/** One message: with what goes around it, it fits a control message of the swarm. */
export const RECONCILE_BYTES = 12_000;
/** Ranges of a message: each may cost its receiver a fingerprint. */
export const RECONCILE_RANGES = 512;
/** Hashes of a message, in lists, offered and wanted together. */
export const RECONCILE_IDS = 300;
/** Hashes in lists: half, so that there is room to want all of them, and to offer something besides. */
export const RECONCILE_LISTED = 150;

/** What the sender says about the records below `upper`, and not below the bound of the range before. */
export type RangeClaim =
  | { readonly kind: "skip"; readonly upper: Bound }
  | { readonly kind: "fingerprint"; readonly upper: Bound; readonly fingerprint: Uint8Array }
  | { readonly kind: "list"; readonly upper: Bound; readonly hashes: readonly Hash[] };

export interface ReconcileMessage {
  /** Records that the sender has and the receiver lacks. */
  readonly offered: readonly Hash[];
  /** The reverse. */
  readonly wanted: readonly Hash[];
  readonly ranges: readonly RangeClaim[];
}

const VERSION = 1;
const KINDS = ["skip", "fingerprint", "list"] as const;
/** Factor of the kind in the byte that it shares with the length of a prefix. */
const KIND_UNIT = 64;

/** Most that a message without ranges takes besides its hashes: the version and two counts below 2¹⁴. */
export const HEADER_BYTES = 1 + 2 + 2;
export const HASH_BYTES = 32;
/** Most that a range takes that lists nothing. */
export const RANGE_BYTES_MAX = 8 + 1 + HASH_BYTES + FINGERPRINT_BYTES;

/** @param previous bound of the range before */
export function rangeBytes(claim: RangeClaim, previous: Bound): number {
  const bytes = varintBytes(timeStep(claim.upper, previous)) + 1 + claim.upper.prefix.length / 2;
  if (claim.kind === "skip") return bytes;
  if (claim.kind === "fingerprint") return bytes + FINGERPRINT_BYTES;
  return bytes + varintBytes(claim.hashes.length) + HASH_BYTES * claim.hashes.length;
}

export function encodeReconcileMessage({ offered, wanted, ranges }: ReconcileMessage): Uint8Array {
  const bytes = [VERSION];
  writeHashes(bytes, offered);
  writeHashes(bytes, wanted);
  let previous = FIRST_BOUND;
  for (const claim of ranges) {
    const { prefix } = claim.upper;
    writeVarint(bytes, timeStep(claim.upper, previous));
    bytes.push(KINDS.indexOf(claim.kind) * KIND_UNIT + prefix.length / 2, ...fromHex(prefix));
    if (claim.kind === "fingerprint") bytes.push(...claim.fingerprint);
    if (claim.kind === "list") writeHashes(bytes, claim.hashes);
    previous = claim.upper;
  }
  return Uint8Array.from(bytes);
}

/** Decodes a stranger's bytes; one message has one encoding. */
export function decodeReconcileMessage(bytes: Uint8Array): Parsed<{ readonly message: ReconcileMessage }> {
  if (bytes.length > RECONCILE_BYTES) return refuse(`${bytes.length} bytes, at most ${RECONCILE_BYTES}`);
  const reader = new ByteReader(bytesOf(bytes)); // slices of Node's Buffer would be views
  if (reader.byte() !== VERSION) return refuse("not a reconciliation of a known version");
  const offered = readHashes(reader);
  const wanted = readHashes(reader);
  const ranges: RangeClaim[] = [];
  let previous = FIRST_BOUND;
  let listed = 0;
  while (reader.fault === null && !reader.isAtEnd) {
    if (previous === LAST_BOUND) return refuse("a range after the last");
    if (ranges.length === RECONCILE_RANGES) return refuse(`more than ${RECONCILE_RANGES} ranges`);
    const claim = readRange(reader, previous);
    if (reader.fault !== null) break;
    if (!isAscendingBounds(previous, claim.upper)) return refuse("a range that ends before it begins");
    if (claim.kind === "list") listed += claim.hashes.length;
    ranges.push(claim);
    previous = claim.upper;
  }
  if (reader.fault !== null) return refuse(reader.fault);
  if (listed > RECONCILE_LISTED) return refuse(`more than ${RECONCILE_LISTED} hashes in lists`);
  if (offered.length + wanted.length + listed > RECONCILE_IDS)
    return refuse(`more than ${RECONCILE_IDS} hashes`);
  return { ok: true, message: { offered, wanted, ranges } };
}

/** The time of a bound as it is written. */
function timeStep(upper: Bound, previous: Bound): number {
  return upper.at === Infinity ? 0 : 1 + upper.at - previous.at;
}

function writeHashes(bytes: number[], hashes: readonly Hash[]): void {
  writeVarint(bytes, hashes.length);
  for (const hash of hashes) bytes.push(...fromHex(hash));
}

function readHashes(reader: ByteReader): Hash[] {
  const count = reader.varint();
  const hashes: Hash[] = [];
  // A count that lies ends with the bytes.
  while (hashes.length < count && reader.fault === null) hashes.push(toHex(reader.take(HASH_BYTES)));
  return hashes;
}

/** Whatever it returns means nothing when the reader has found a fault. */
function readRange(reader: ByteReader, previous: Bound): RangeClaim {
  const step = reader.varint();
  const head = reader.byte();
  const prefixLength = head % KIND_UNIT;
  const kind = KINDS[Math.floor(head / KIND_UNIT)];
  const at = previous.at + (step - 1); // in this order: 2^53 + 1 is no double
  if (kind === undefined) reader.fail("an unknown kind of range");
  if (prefixLength > HASH_BYTES) reader.fail("a prefix longer than a hash");
  if (step === 0 && prefixLength > 0) reader.fail("a prefix after the last record");
  if (at > Number.MAX_SAFE_INTEGER) reader.fail("a time beyond 2^53");
  const prefix = toHex(reader.take(prefixLength));
  const upper = step === 0 ? LAST_BOUND : { at, prefix };
  if (kind === "fingerprint") return { kind, upper, fingerprint: reader.take(FINGERPRINT_BYTES) };
  if (kind === "list") return { kind, upper, hashes: readHashes(reader) };
  return { kind: "skip", upper };
}
