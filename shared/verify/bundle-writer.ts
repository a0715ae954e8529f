/** Writes a bundle: the chain that leads to a head, and whatever records belong to it. What others would need to check it must be here. */
import { TabloomError } from "../core/errors.ts";
import { bytesOf, concatBytes } from "../core/bytes.ts";
import type { Hash } from "../core/ids.ts";
import { openStored } from "../ledger/checked-record.ts";
import { decodeSignedRecord, encodeSignedRecord, type SignedRecord } from "../ledger/signed-record.ts";
import { genesisHead } from "../swarm/known-head.ts";
import type { HeadState } from "../swarm/head-state.ts";
import type { Project } from "../project/manifest.ts";
import { readShardList } from "../project/shards.ts";
import { genesisParameters } from "../training/project-plan.ts";
import {
  BLOB_ENTRY,
  CONTENTS_ENTRY,
  encodeContents,
  ENTRY_HEAD_BYTES,
  MAGIC,
  RECORD_ENTRY,
} from "./bundle-format.ts";
import type { PlacedRecord } from "./failure.ts";
import { feedLinks } from "./feed-links.ts";
import { commitsOf, walkDown, type PlacedCommit } from "./history.ts";
import { rulesOf } from "./project-rules.ts";

/** Something that a check would need is not here. */
export class BundleError extends TabloomError {
  override readonly name = "BundleError";
}

export interface BundleSource {
  readonly project: Project;
  readonly head: Hash;
  /** Commit that the bundle begins with, and its state; null: the genesis. */
  readonly base: { readonly commit: Hash; readonly state: HeadState } | null;
  /** All that there are; commits beside the chain are left out. */
  readonly records: Iterable<SignedRecord>;
  /** Bytes by their SHA-256: the updates of the chain, and with `hasData` the project's shard lists and shards. */
  readonly blobOf: (hash: Hash) => Promise<Uint8Array | null> | Uint8Array | null;
  /** Whether the project's files are written, so that work can be done again from the bundle alone. */
  readonly hasData: boolean;
}

/** The file, piece by piece. @throws BundleError */
export async function* bundleChunks(source: BundleSource): AsyncGenerator<Uint8Array, void> {
  const { project, base, hasData } = source;
  const { records, chain } = gather(source);
  const { gaps } = feedLinks(records);
  yield new TextEncoder().encode(MAGIC);
  const contents = { project: project.id, base: base?.commit ?? null, data: hasData, gaps };
  yield entry(CONTENTS_ENTRY, encodeContents(contents));
  for (const { record } of records.values()) yield entry(RECORD_ENTRY, encodeSignedRecord(record));
  const blob = async (hash: Hash, what: string) => {
    const bytes = await source.blobOf(hash);
    if (bytes === null) throw new BundleError(`${what} is not here any more: ${hash}`);
    return bytes;
  };
  if (hasData) yield* dataEntries(project, blob);
  if (base !== null)
    yield entry(BLOB_ENTRY, concatBytes([base.state.parameters, base.state.momentum].map(bytesOf)));
  for (const { body } of chain)
    for (const { record } of body.contributions) {
      const content = records.get(record)?.content;
      if (content?.type !== "contribution")
        throw new BundleError(`a contribution of round ${body.round} is not here any more: ${record}`);
      yield entry(BLOB_ENTRY, await blob(content.body.update, `an update of round ${body.round}`));
    }
}

async function* dataEntries(
  { manifest: { data } }: Project,
  blob: (hash: Hash, what: string) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  for (const { name, shardList } of data.source === "files" ? data.files : []) {
    const list = await blob(shardList, `the shard list of ${name}`);
    yield entry(BLOB_ENTRY, list);
    for (const hash of readShardList(list)) yield entry(BLOB_ENTRY, await blob(hash, `a shard of ${name}`));
  }
}

/** The records to write, by hash, and the chain above the base, oldest first. */
function gather({ project, head, base, records: all }: BundleSource): {
  readonly records: ReadonlyMap<Hash, PlacedRecord>;
  readonly chain: readonly PlacedCommit[];
} {
  const records = new Map<Hash, PlacedRecord>();
  for (const record of [...ownRecord(project), ...all]) {
    const opened = openStored(record);
    if (opened !== null) records.set(record.hash, { ...opened, entry: 0, position: 0 });
  }
  const commits = commitsOf(records, project.id);
  const top = commits.get(head);
  if (top === undefined) throw new BundleError(`the head is not here any more: ${head}`);
  const rules = rulesOf(project);
  const beginning = base?.commit ?? genesisHead(rules, genesisParameters(project.manifest.plan)).head.hash;
  const walked = walkDown(top, beginning, commits);
  if (!walked.ok) throw new BundleError(walked.failure.reason);
  const kept = new Set([
    ...walked.commits.map(({ head: { hash } }) => hash),
    ...(base === null ? [] : [base.commit]),
  ]);
  for (const [hash, { content }] of records)
    if (content?.type === "commit" && !kept.has(hash)) records.delete(hash);
  return { records, chain: walked.commits };
}

/** The manifest, unless it is part of the program. */
function ownRecord({ owner, blob }: Project): readonly SignedRecord[] {
  const decoded = owner === null ? null : decodeSignedRecord(blob);
  return decoded?.ok === true ? [decoded.record] : [];
}

function entry(kind: number, bytes: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(ENTRY_HEAD_BYTES + bytes.length);
  chunk[0] = kind;
  new DataView(chunk.buffer).setUint32(1, bytes.length, true);
  chunk.set(bytes, ENTRY_HEAD_BYTES);
  return chunk;
}
