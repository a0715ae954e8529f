/**
 * A bundle: the history of a project as one file that anybody can check without asking anybody (BUNDLE-FORMAT.md).
 *
 *   magic, then entries: kind (1 byte) ∥ length (uint32, little-endian) ∥ bytes
 *   contents          exactly one, first: what is here and what was left out
 *   record …          the signed records, in any order
 *   blob …            what the records only name by a hash, in the order in which a check needs it
 *
 * Because the order of blobs follows from the records, their lengths are known before they are read, nothing is kept longer than a round, and two exports
 * of one history are the same but for the order of the records.
 */
import * as v from "valibot";
import { fromHex } from "../core/bytes.ts";
import type { Hash } from "../core/ids.ts";
import { decodeCanonical, encodeCanonical } from "../ledger/canonical.ts";
import { countField, hashField } from "../ledger/fields.ts";
import { type Parsed, parseWith } from "../ledger/parse.ts";

/** What every version of the format begins with. */
export const MAGIC_NAME = "tabloom bundle ";
export const MAGIC = `${MAGIC_NAME}1\n`;

export const CONTENTS_ENTRY = 1;
export const RECORD_ENTRY = 2;
export const BLOB_ENTRY = 3;

/** Kind and length. */
export const ENTRY_HEAD_BYTES = 5;
/** Two hashes, a boolean and a number take about 110. */
export const CONTENTS_BYTES = 256;
const CONTENTS_DEPTH = 1;
/** Records of one bundle: decoded they take some 4 kB each, and memory is what a tab has least of. */
export const BUNDLE_RECORDS = 500_000;

export interface BundleContents {
  readonly project: Hash;
  /** The commit that the history begins with: its state is here, and what led to it is not. Null: it begins with the genesis. */
  readonly base: Hash | null;
  /** Whether the project's files are here, without which nothing can be replayed. */
  readonly data: boolean;
  /** Places of feeds whose records were left out. */
  readonly gaps: number;
}

const contentsSchema: v.GenericSchema<unknown, BundleContents> = v.strictObject({
  project: hashField,
  base: v.nullable(hashField),
  data: v.boolean(),
  gaps: countField(0),
});

export function encodeContents({ project, base, data, gaps }: BundleContents): Uint8Array {
  return encodeCanonical({
    project: fromHex(project),
    base: base === null ? null : fromHex(base),
    data,
    gaps,
  });
}

export function decodeContents(bytes: Uint8Array): Parsed<{ readonly contents: BundleContents }> {
  const decoded = decodeCanonical(bytes, { bytes: CONTENTS_BYTES, depth: CONTENTS_DEPTH });
  if (!decoded.ok) return decoded;
  const parsed = parseWith(contentsSchema, decoded.value);
  return parsed.ok ? { ok: true, contents: parsed.value } : parsed;
}
