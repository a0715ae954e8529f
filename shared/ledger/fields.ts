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
