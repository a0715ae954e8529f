/** The blobs of a bundle, which come in the order in which the records need them: so length and name of the next one are known before it is read. */
import { hashOf } from "../core/hash.ts";
import type { Hash } from "../core/ids.ts";
import type { BundleReader } from "./bundle-reader.ts";
import { type Checked, failRecord, type PlacedRecord } from "./failure.ts";

export interface Need {
  /** The record that names the blob, and fails without it. */
  readonly owner: PlacedRecord;
  /** "its update": what the blob is to the owner. */
  readonly what: string;
  readonly length: number;
}

/** The next blob, when it is as long as it must be. */
export async function readBlob(
  reader: BundleReader,
  { owner, what, length }: Need,
): Promise<Checked<{ readonly bytes: Uint8Array }>> {
  const next = await reader.head();
  const { entry, position } = reader.place;
  const where = `entry ${entry} at byte ${position}`;
  if (!next.ok) return failRecord(owner, `${what} should come next: ${where} ${next.failure.reason}`);
  const { head } = next;
  if (head === null) return failRecord(owner, `${what} is missing: the bundle ends before it`);
  if (head.kind !== "blob") return failRecord(owner, `${what} should come next: ${where} is no blob`);
  if (head.length !== length)
    return failRecord(owner, `${what} has ${length} bytes: ${where} has ${head.length}`);
  const read = await reader.body();
  return read.ok ? read : failRecord(owner, `${what} is not complete: ${read.failure.reason}`);
}

/** The next blob, when its SHA-256 is this. */
export async function readNamedBlob(
  reader: BundleReader,
  need: Need,
  name: Hash,
): Promise<Checked<{ readonly bytes: Uint8Array }>> {
  const { entry, position } = reader.place;
  const read = await readBlob(reader, need);
  if (!read.ok || hashOf(read.bytes) === name) return read;
  return failRecord(
    need.owner,
    `${need.what} is not what was signed: entry ${entry} at byte ${position} has another hash`,
  );
}
