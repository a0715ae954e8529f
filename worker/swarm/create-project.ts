/** From a visitor's files to a project that others can join by its link. */
import type { Hash } from "../../shared/core/ids.ts";
import type { DataFile, OpenedDataset } from "../../shared/data/detect.ts";
import type { Signer } from "../../shared/ports/signatures.ts";
import type { DataOptions, ProjectFile } from "../../shared/project/manifest.ts";
import { planProject } from "../../shared/project/plan-project.ts";
import { signProject } from "../../shared/project/project.ts";
import { cutFile } from "../../shared/project/shards.ts";
import type { ProjectPlan } from "../../shared/training/project-plan.ts";
import { openRunData } from "../open-run.ts";
import type { OpenedProject } from "./open-project.ts";

/** Characters of a project's name and of a file's; manifest-schema.ts takes no longer ones. */
const NAME_LENGTH = 80;
const FILE_NAME_LENGTH = 255;

export interface ProjectChoices {
  /** Names θ of the genesis: fresh (open-run.ts), or the same files would make the same project. */
  readonly seed: string;
  /** What the defaults would choose otherwise. */
  readonly plan?: Partial<ProjectPlan>;
  readonly licence?: string;
}

/** @throws DataError when the files cannot be learned; ManifestError when no manifest can describe them */
export async function createProject(
  files: readonly DataFile[],
  signer: Signer,
  { seed, plan = {}, licence = "" }: ProjectChoices,
): Promise<OpenedProject> {
  const named = files.map(({ name, bytes }) => ({ name: oneLine(name, FILE_NAME_LENGTH) || "data", bytes }));
  const { dataset, dataName, modelName } = openRunData(named);
  const blobs = new Map<Hash, Uint8Array>();
  const listed = named.map(({ name, bytes }): ProjectFile => {
    const cut = cutFile(bytes);
    for (const [hash, blob] of cut.blobs) blobs.set(hash, blob);
    return { name, bytes: bytes.length, shardList: cut.shardList, urls: [] };
  });
  const project = await signProject(
    {
      name: oneLine(dataName, NAME_LENGTH) || "Project",
      plan: planProject(dataset, modelName, seed, plan),
      data: { source: "files", kind: dataset.kind, options: optionsOf(dataset), files: listed },
      licence,
    },
    signer,
  );
  blobs.set(project.id, project.blob);
  return { project, dataset, blobs };
}

/** What `openRunData` told `openDataset`, so that everybody cuts the same samples. */
function optionsOf({ task }: OpenedDataset): DataOptions {
  return task.kind === "text" ? { blockSize: task.blockSize } : {};
}

/** The end of a name says what kind of file it is, so a long one loses its beginning. */
function oneLine(text: string, length: number): string {
  return text
    .replaceAll(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, "")
    .slice(-length)
    .toWellFormed();
}
