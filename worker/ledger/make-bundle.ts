/** Everything that proves a project's history, as far as this browser has it, as a file. */
import { hashOf } from "../../shared/core/hash.ts";
import type { Hash } from "../../shared/core/ids.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import type { Verifier } from "../../shared/ports/signatures.ts";
import { findBuiltIn } from "../../shared/project/built-in.ts";
import type { Project } from "../../shared/project/manifest.ts";
import { parseProject } from "../../shared/project/project.ts";
import { chunkList, stateHash } from "../../shared/swarm/head-state.ts";
import { isOfRoom } from "../../shared/swarm/records/room-records.ts";
import { BundleError, bundleChunks, type BundleSource } from "../../shared/verify/bundle-writer.ts";
import type { BlobCache } from "../storage/blob-store.ts";
import type { MaterialStore } from "../storage/material-store.ts";

export interface BundlePorts {
  readonly ledger: Ledger;
  readonly material: Pick<MaterialStore, "base" | "roundsOf" | "update">;
  /** Manifests and data of projects. */
  readonly cache: Pick<BlobCache, "get">;
  readonly verifier: Verifier;
}

/** Null when this browser has nothing of it, or not all that a check would need. */
export async function makeBundle(ports: BundlePorts, project: Hash): Promise<Blob | null> {
  const source = await gather(ports, project);
  if (source === null) return null;
  const isOfFiles = source.project.manifest.data.source === "files";
  // With the data others can do the work again; without them they can check everything else.
  return (
    (isOfFiles ? await write({ ...source, hasData: true }) : null) ?? write({ ...source, hasData: false })
  );
}

async function gather(ports: BundlePorts, id: Hash): Promise<Omit<BundleSource, "hasData"> | null> {
  const { ledger, material } = ports;
  const project = await findProject(ports, id);
  const [base, rounds] = await Promise.all([material.base(id), material.roundsOf(id)]);
  const head = rounds.at(-1)?.commit;
  if (project === null || base === null || head === undefined) return null;
  if (base.state !== null && !isStateOf(ledger, base.commit, base.state)) return null;
  const records = [...ledger.book.records()].filter((checked) => isOfRoom(checked, id));
  return {
    project,
    head,
    base: base.state === null ? null : { commit: base.commit, state: base.state },
    records: records.map(({ record }) => record),
    blobOf: async (hash) => wholeBlob(hash, (await material.update(hash)) ?? (await ports.cache.get(hash))),
  };
}

async function findProject({ cache, verifier }: BundlePorts, id: Hash): Promise<Project | null> {
  const builtIn = findBuiltIn(id);
  if (builtIn !== undefined) return builtIn;
  const blob = await cache.get(id);
  const parsed = blob === null ? null : parseProject(id, blob, verifier);
  return parsed?.ok === true ? parsed.project : null;
}

/** Disks forget bits, and a bundle must be right. */
function isStateOf(
  { book }: Ledger,
  commit: Hash,
  state: NonNullable<BundleSource["base"]>["state"],
): boolean {
  return stateHash(chunkList(state)) === book.commit(commit)?.content.body.state;
}

function wholeBlob(hash: Hash, bytes: Uint8Array | null): Uint8Array | null {
  return bytes !== null && hashOf(bytes) === hash ? bytes : null;
}

async function write(source: BundleSource): Promise<Blob | null> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  try {
    for await (const chunk of bundleChunks(source)) chunks.push(new Uint8Array(chunk));
  } catch (error) {
    if (error instanceof BundleError) return null;
    throw error;
  }
  return new Blob(chunks, { type: "application/octet-stream" });
}
