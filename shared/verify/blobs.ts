/** The blobs of a bundle, which come in the order in which the records need them: so length and name of the next one are known before it is read. */
import { hashOf } from "../core/hash.ts";
import type { Hash } from "../core/ids.ts";
import type { BundleReader } from "./bundle-reader.ts";
import { type Checked, failRecord, type Place, type PlacedRecord } from "./failure.ts";

export interface Need {
  /** The record that names the blob, and fails without it. */
  readonly owner: PlacedRecord;
  /** What the blob is to the owner; of a shard, its file and place in it. */
  readonly what:
    | { readonly what: "update" | "state" }
    | { readonly what: "shards" | "shard"; readonly name: string; readonly index: number };
  readonly length: number;
}

/** The next blob, when it is as long as it must be. */
export async function readBlob(
  reader: BundleReader,
  { owner, what, length }: Need,
): Promise<Checked<{ readonly bytes: Uint8Array }>> {
  const next = await reader.head();
  const { entry, position } = reader.place;
  const values = { name: "", index: 0, ...what, entry, position };
  if (!next.ok) {
    const found = next.failure.code === "head-cut" ? "cut" : "unknown";
    return failRecord(owner, "blob-other", { ...values, found });
  }
  const { head } = next;
  if (head === null) return failRecord(owner, "blob-missing", values);
  if (head.kind !== "blob") return failRecord(owner, "blob-other", { ...values, found: head.kind });
  if (head.length !== length)
    return failRecord(owner, "blob-length", { ...values, length, count: head.length });
  const read = await reader.body();
  return read.ok ? read : failRecord(owner, "blob-cut", { ...values, ...read.failure.values });
}

/** The next blob, when its SHA-256 is this. */
export async function readNamedBlob(
  reader: BundleReader,
  need: Need,
  name: Hash,
): Promise<Checked<{ readonly bytes: Uint8Array }>> {
  const { entry, position } = reader.place;
  const read = await readBlob(reader, need);
  return !read.ok || hashOf(read.bytes) === name ? read : failFalse(need, { entry, position });
}

/** @param place where the blob began */
export const failFalse = ({ owner, what }: Need, { entry, position }: Place): Checked<never> =>
  failRecord(owner, "blob-false", { name: "", index: 0, ...what, entry, position });
