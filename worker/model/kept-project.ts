/** A project as this browser keeps it: its manifest, its data and its last head. Nothing here asks the network. */
import type { OpenedDataset } from "../../shared/data/detect.ts";
import type { Verifier } from "../../shared/ports/signatures.ts";
import type { Project } from "../../shared/project/manifest.ts";
import { parseProject } from "../../shared/project/project.ts";
import { readProjectLink } from "../../shared/project/project-link.ts";
import { type KnownHead, restoreHead } from "../../shared/swarm/known-head.ts";
import type { StoredHead } from "../../shared/swarm/head-store.ts";
import { rulesOf } from "../../shared/verify/project-rules.ts";
import type { BlobCache } from "../storage/blob-store.ts";
import { openProject } from "../swarm/open-project.ts";
import { ModelError } from "./model-error.ts";

/** @throws ModelError when the link names no project, or one whose manifest is not here */
export async function findProject(
  link: string | null,
  { cache, verifier }: { readonly cache: Pick<BlobCache, "get">; readonly verifier: Verifier },
): Promise<Project> {
  const read = readProjectLink(link);
  if (read.kind === "built-in") return read.project;
  if (read.kind === "unknown") throw new ModelError("no-project");
  const blob = await cache.get(read.id);
  const parsed = blob === null ? null : parseProject(read.id, blob, verifier);
  if (parsed?.ok !== true) throw new ModelError("not-here");
  return parsed.project;
}

/** @throws ModelError when a part of the data is not here */
export async function openData(project: Project, cache: BlobCache): Promise<OpenedDataset> {
  const ports = {
    cache,
    fetchBlob: async () => null,
    fetchUrl: () => Promise.reject(new ModelError("no-data")),
    onProgress: () => undefined,
  };
  const { signal } = new AbortController();
  try {
    return (await openProject(project, ports, signal)).dataset;
  } catch (cause) {
    throw new ModelError("no-data", { cause });
  }
}

/** What is on the disk may be torn or altered. @throws ModelError then */
export function checkHead(project: Project, stored: StoredHead, verifier: Verifier): KnownHead {
  const known = restoreHead(rulesOf(project), stored, verifier);
  if (known === null) throw new ModelError("damaged");
  return known;
}
