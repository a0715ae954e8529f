/**
 * Deterministic CBOR (RFC 8949 section 4.2.1), the one encoding of control messages and records: shortest heads, definite lengths,
 * map keys are text in ascending order, no floats, no tags, no undefined, integers within ±2⁵³. A value has exactly one encoding,
 * so two encodings of one record cannot exist.
 */
import { decode, encode } from "cborg";
import { assert } from "../core/assert.ts";
import { bytesOf, equalBytes } from "../core/bytes.ts";
import { findCanonicalFault } from "./canonical-scan.ts";
import { type Parsed, refuse } from "./parse.ts";

export type CanonicalValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly CanonicalValue[]
  | CanonicalMap;
/** Decoded maps have no prototype, so that a key like `__proto__` is a key like any other. */
export interface CanonicalMap {
  readonly [key: string]: CanonicalValue;
}

export interface DecodeLimits {
  readonly bytes: number;
  /** Arrays and maps around the innermost value. */
  readonly depth: number;
}

const STRICT = {
  strict: true,
  useMaps: true,
  rejectDuplicateMapKeys: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
};

/** The bytes of a value of ours. Floats, unsafe integers and broken Unicode are programmer errors. */
export function encodeCanonical(value: CanonicalValue): Uint8Array {
  assertCanonical(value);
  return bytesOf(encode(value)); // Node's Buffer would be handed out otherwise, whose slices are views
}

/** Decodes a stranger's bytes. Work and memory are bounded by their length, which is checked first. */
export function decodeCanonical(
  bytes: Uint8Array,
  limits: DecodeLimits,
): Parsed<{ readonly value: CanonicalValue }> {
  if (bytes.length > limits.bytes) return refuse(`${bytes.length} bytes, at most ${limits.bytes}`);
  const plain = bytesOf(bytes); // slices of Node's Buffer would be views that keep the whole message alive
  const fault = findCanonicalFault(plain, limits.depth);
  if (fault !== null) return refuse(fault);
  try {
    const value = withoutMaps(decode(plain, STRICT));
    // What the scan leaves open: the order of keys, and text that is not UTF-8.
    return equalBytes(encode(value), plain)
      ? { ok: true, value }
      : refuse("not the one encoding of its value");
  } catch (error) {
    return refuse(`not CBOR: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Recursion is safe: the scan has bounded the depth. */
function withoutMaps(value: unknown): CanonicalValue {
  if (Array.isArray(value)) return value.map(withoutMaps);
  if (!(value instanceof Map)) return value as CanonicalValue; // the scan lets nothing else through
  const result = Object.create(null) as Record<string, CanonicalValue>;
  for (const [key, entry] of value as Map<string, unknown>) result[key] = withoutMaps(entry);
  return result;
}

function assertCanonical(value: CanonicalValue): void {
  if (typeof value === "number") assert(Number.isSafeInteger(value), `not a safe integer: ${value}`);
  else if (typeof value === "string") assert(value.isWellFormed(), "text with half a surrogate pair");
  else if (value instanceof Uint8Array) return;
  else if (typeof value === "object" && value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      assert(key.isWellFormed(), "a key with half a surrogate pair");
      assertCanonical(entry);
    }
  } else assert(typeof value === "boolean" || value === null, `cannot be encoded: ${typeof value}`);
}
