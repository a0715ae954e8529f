/** The kinds of fields that messages and records are made of, as valibot schemas over decoded CBOR. */
import * as v from "valibot";
import { toHex } from "../core/bytes.ts";

const anyBytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array, "not bytes");

/** Exactly `length` bytes. */
export const bytesField = (length: number) => v.pipe(anyBytes, v.length(length));

/** Between one byte and `most`. */
export const someBytesField = (most: number) => v.pipe(anyBytes, v.minLength(1), v.maxLength(most));

/** The name of a blob, record or device: 32 bytes on the wire, hexadecimal text in memory. */
export const hashField = v.pipe(
  bytesField(32),
  v.transform((bytes) => toHex(bytes)),
);

/** An Ed25519 signature. */
export const signatureField = bytesField(64);

/** A whole number within the bounds, which are inclusive. */
export const countField = (least: number, most: number = Number.MAX_SAFE_INTEGER) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most));

/** Latest time that a record may name, the year 3000: whatever is computed from times stays far from where numbers stop being exact. */
const LATEST = 32_503_680_000;

/** Seconds since 1970. Nobody's clock is trusted: times sort and group, and decide nothing else. */
export const timeField = countField(0, LATEST);

/** Text of at most `most` characters that shows as one line, and as nothing else than it is: no control, direction or invisible characters. */
export const lineField = (most: number) =>
  v.pipe(
    v.string(),
    v.maxLength(most),
    v.check((text) => !UNSHOWABLE.test(text) && text.isWellFormed(), "characters that cannot be shown"),
  );

const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
