/** The data and the plan of a simulation as a project that anybody could join: a signed manifest, and files cut into shards. */
import type { DataFile, OpenedDataset } from "../../../shared/data/detect.ts";
import type { Signer } from "../../../shared/ports/signatures.ts";
import type { DataOptions, Project, ProjectFile } from "../../../shared/project/manifest.ts";
import { signProject } from "../../../shared/project/project.ts";
import { type Blobs, cutFile } from "../../../shared/project/shards.ts";
import type { ProjectPlan } from "../../../shared/training/project-plan.ts";

export interface SimulatedData {
  readonly dataset: OpenedDataset;
  readonly files: readonly DataFile[];
  readonly options: DataOptions;
}

/** Its plan is the one to train with: a manifest rounds real numbers. @throws ManifestError when the plan is none that a manifest can say */
export async function simulatedProject(
  { dataset, files, options }: SimulatedData,
  plan: ProjectPlan,
  owner: Signer,
): Promise<{ readonly project: Project; readonly blobs: Blobs }> {
  const blobs = new Map<string, Uint8Array>();
  const listed = files.map(({ name, bytes }): ProjectFile => {
    const cut = cutFile(bytes);
    for (const [hash, blob] of cut.blobs) blobs.set(hash, blob);
    return { name, bytes: bytes.length, shardList: cut.shardList, urls: [] };
  });
  const data = { source: "files", kind: dataset.kind, options, files: listed } as const;
  const project = await signProject({ name: "Simulation", plan, data, licence: "" }, owner);
  return { project, blobs };
}
