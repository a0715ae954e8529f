/** The project's files in a bundle: for each the list of its shards, then the shards. */
import { concatBytes } from "../core/bytes.ts";
import { DataError } from "../data/data-error.ts";
import type { DataFile, OpenedDataset } from "../data/detect.ts";
import type { Manifest } from "../project/manifest.ts";
import { openProjectData } from "../project/open-data.ts";
import { readShardList, shardBytes, shardListBytes } from "../project/shards.ts";
import { readNamedBlob } from "./blobs.ts";
import type { BundleReader } from "./bundle-reader.ts";
import { type Checked, failRecord, type PlacedRecord } from "./failure.ts";

/** @param owner the record of the project */
export async function readData(
  reader: BundleReader,
  { data }: Manifest,
  owner: PlacedRecord,
): Promise<Checked<{ readonly files: readonly DataFile[] }>> {
  const files: DataFile[] = [];
  for (const { name, bytes, shardList } of data.source === "files" ? data.files : []) {
    const what = { what: "shards", name, index: 0 } as const;
    const list = await readNamedBlob(reader, { owner, what, length: shardListBytes(bytes) }, shardList);
    if (!list.ok) return list;
    const shards: Uint8Array[] = [];
    for (const [index, hash] of readShardList(list.bytes).entries()) {
      const need = { owner, what: { what: "shard", name, index } as const, length: shardBytes(bytes, index) };
      const shard = await readNamedBlob(reader, need, hash);
      if (!shard.ok) return shard;
      shards.push(shard.bytes);
    }
    files.push({ name, bytes: concatBytes(shards) });
  }
  return { ok: true, files };
}

/** What can be trained on. The manifest may lie about its files; that is its owner's failure. @param owner null for a built-in project, which does not lie */
export async function openData(
  manifest: Manifest,
  files: readonly DataFile[],
  owner: PlacedRecord | null,
): Promise<Checked<{ readonly dataset: OpenedDataset }>> {
  try {
    return { ok: true, dataset: await openProjectData(manifest, files) };
  } catch (error) {
    if (error instanceof DataError && owner !== null)
      return failRecord(owner, "data-unlearnable", {}, error.message);
    throw error;
  }
}
