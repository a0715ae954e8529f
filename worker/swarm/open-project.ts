/**
 * From a project's id to data that can be trained on. Every piece is looked for in the cache, then at the peers, then at the URLs of the
 * manifest, and counts only when it hashes to its name; so it does not matter who sent it.
 */
import { concatBytes } from "../../shared/core/bytes.ts";
import { hashOf } from "../../shared/core/hash.ts";
import type { Hash } from "../../shared/core/ids.ts";
import { DataError } from "../../shared/data/data-error.ts";
import type { DataFile, OpenedDataset } from "../../shared/data/detect.ts";
import { shorten } from "../../shared/data/wording.ts";
import type { Verifier } from "../../shared/ports/signatures.ts";
import type { Project, ProjectFile } from "../../shared/project/manifest.ts";
import { openProjectData } from "../../shared/project/open-data.ts";
import { MANIFEST_BYTES, parseProject } from "../../shared/project/project.ts";
import {
  type Blobs,
  cutFile,
  readShardList,
  shardBytes,
  shardListBytes,
} from "../../shared/project/shards.ts";
import type { BlobCache } from "../storage/blob-store.ts";

/** Shards under way at once: enough for two donors. */
const SHARDS_AT_ONCE = 8;

export interface ProjectPorts {
  /** Asks the peers; null when nobody who is connected has it. Need not check the bytes. Rejects only when `signal` aborts. */
  readonly fetchBlob: (hash: Hash, maxBytes: number, signal: AbortSignal) => Promise<Uint8Array | null>;
  /** fetch-url.ts. */
  readonly fetchUrl: (url: string, bytes: number, signal: AbortSignal) => Promise<Uint8Array>;
  readonly cache: BlobCache;
  /** Bytes of the data that are here, and of all. */
  readonly onProgress: (receivedBytes: number, totalBytes: number) => void;
}

/** A project whose data are here. */
export interface OpenedProject {
  readonly project: Project;
  readonly dataset: OpenedDataset;
  /** What other peers can fetch from us: manifest, shard lists and shards. */
  readonly blobs: Blobs;
}

/** @throws DataError when nobody has the manifest, or what they have is not one */
export async function fetchProject(
  id: Hash,
  verifier: Verifier,
  { cache, fetchBlob }: Pick<ProjectPorts, "cache" | "fetchBlob">,
  signal: AbortSignal,
): Promise<Project> {
  const blob = await new BlobFinder({ cache, fetchBlob, signal }).find(id, { maxBytes: MANIFEST_BYTES });
  if (blob === null) {
    throw new DataError("unknown-project");
  }
  const parsed = parseProject(id, blob, verifier);
  if (parsed.ok) return parsed.project;
  throw new DataError("false-project", {}, { detail: parsed.reason });
}

/** @throws DataError when a file cannot be had, or the data cannot be trained on; the signal's reason when it aborts */
export async function openProject(
  project: Project,
  ports: ProjectPorts,
  signal: AbortSignal,
): Promise<OpenedProject> {
  const { data } = project.manifest;
  const listed = data.source === "files" ? data.files : [];
  const totalBytes = listed.reduce((sum, { bytes }) => sum + bytes, 0);
  let receivedBytes = 0;
  const onBytes = (bytes: number) => ports.onProgress((receivedBytes += bytes), totalBytes);
  const blobs = new Map<Hash, Uint8Array>([[project.id, project.blob]]);
  const files: DataFile[] = [];
  for (const file of listed) {
    const bytes = await fetchFile(file, { ...ports, signal, onBytes });
    for (const [hash, blob] of cutFile(bytes).blobs) blobs.set(hash, blob);
    files.push({ name: file.name, bytes });
  }
  signal.throwIfAborted();
  return { project, dataset: await openProjectData(project.manifest, files), blobs };
}

/** Keeps the project's pieces for the next visit. */
export async function cacheProject({ blobs }: OpenedProject, cache: BlobCache): Promise<void> {
  for (const [hash, bytes] of blobs) await cache.put(hash, bytes);
}

interface FileContext extends Pick<ProjectPorts, "cache" | "fetchBlob" | "fetchUrl"> {
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

async function fetchFile(file: ProjectFile, context: FileContext): Promise<Uint8Array> {
  const bytes = (await fetchShards(file, context)) ?? (await fetchFromUrls(file, context));
  if (bytes !== null) return bytes;
  throw new DataError("unshared", { name: shorten(file.name, 60) });
}

/** Null when a piece is missing everywhere; the pieces that came are in the cache. */
async function fetchShards(file: ProjectFile, context: FileContext): Promise<Uint8Array | null> {
  const finder = new BlobFinder(context);
  const list = await finder.find(file.shardList, { exactBytes: shardListBytes(file.bytes) });
  if (list === null) return null;
  const hashes = readShardList(list);
  const shards: Uint8Array[] = [];
  let next = 0;
  const fetchInTurn = async () => {
    while (next < hashes.length) {
      const index = next++;
      const shard = await finder.find(hashes[index]!, { exactBytes: shardBytes(file.bytes, index) });
      if (shard === null) {
        next = Infinity; // the others stop too
        return;
      }
      shards[index] = shard;
      context.onBytes(shard.length);
    }
  };
  await Promise.all(Array.from({ length: SHARDS_AT_ONCE }, fetchInTurn));
  if (next !== Infinity) return concatBytes(shards);
  context.onBytes(-shards.reduce((sum, { length }) => sum + length, 0)); // the file is fetched whole, if at all
  return null;
}

/** Null when no URL leads to the file. */
async function fetchFromUrls(file: ProjectFile, context: FileContext): Promise<Uint8Array | null> {
  const { fetchUrl, cache, signal, onBytes } = context;
  for (const url of file.urls) {
    try {
      const bytes = await fetchUrl(url, file.bytes, signal);
      const { shardList, blobs } = cutFile(bytes);
      if (shardList !== file.shardList) continue; // another file by now, or a lie
      for (const [hash, blob] of blobs) await cache.put(hash, blob);
      onBytes(bytes.length);
      return bytes;
    } catch {
      signal.throwIfAborted();
    }
  }
  return null;
}

/** Looks for blobs in the cache and at the peers, and takes none whose bytes are not those of its name. */
class BlobFinder {
  readonly #context: Pick<FileContext, "cache" | "fetchBlob" | "signal">;

  constructor(context: Pick<FileContext, "cache" | "fetchBlob" | "signal">) {
    this.#context = context;
  }

  async find(
    hash: Hash,
    size: { readonly maxBytes: number } | { readonly exactBytes: number },
  ): Promise<Uint8Array | null> {
    const { cache, fetchBlob, signal } = this.#context;
    const maxBytes = "maxBytes" in size ? size.maxBytes : size.exactBytes;
    const isGood = (bytes: Uint8Array) =>
      ("maxBytes" in size ? bytes.length <= maxBytes : bytes.length === maxBytes) && hashOf(bytes) === hash;
    const kept = await cache.get(hash);
    signal.throwIfAborted();
    if (kept !== null && isGood(kept)) return kept;
    const fetched = await fetchBlob(hash, maxBytes, signal);
    signal.throwIfAborted();
    if (fetched === null || !isGood(fetched)) return null;
    await cache.put(hash, fetched);
    return fetched;
  }
}
