/** From a visitor's files to a project that others can join by its link. */
import type { Hash } from "../../shared/core/ids.ts";
import type { DataFile, OpenedDataset } from "../../shared/data/detect.ts";
import type { Signer } from "../../shared/ports/signatures.ts";
import {
  type DataOptions,
  LICENCE_LENGTH,
  PROJECT_NAME_LENGTH,
  type ProjectFile,
  QUESTION_LENGTH,
} from "../../shared/project/manifest.ts";
import { planProject } from "../../shared/project/plan-project.ts";
import { signProject } from "../../shared/project/project.ts";
import { cutFile } from "../../shared/project/shards.ts";
import type { ProjectPlan } from "../../shared/training/project-plan.ts";
import type { ProjectWishes } from "../api.ts";
import { openRunData } from "../open-run.ts";
import type { OpenedProject } from "./open-project.ts";

/** Characters of a file's name; manifest-schema.ts takes no longer ones. */
const FILE_NAME_LENGTH = 255;

export interface ProjectChoices {
  /** Names θ of the genesis: fresh (open-run.ts), or the same files would make the same project. */
  readonly seed: string;
  /** What the defaults would choose otherwise. */
  readonly plan?: Partial<ProjectPlan>;
  /** What its maker says of it, and the model. */
  readonly wishes?: Partial<ProjectWishes> | undefined;
}

/** @throws DataError when the files cannot be learned; ManifestError when no manifest can describe them */
export async function createProject(
  files: readonly DataFile[],
  signer: Signer,
  { seed, plan = {}, wishes }: ProjectChoices,
): Promise<OpenedProject> {
  const named = files.map(({ name, bytes }) => ({
    name: endOf(oneLine(name), FILE_NAME_LENGTH) || "data",
    bytes,
  }));
  const { dataset, dataName, modelName } = await openRunData(named, wishes?.model);
  const blobs = new Map<Hash, Uint8Array>();
  const listed = inOrder(named, dataset).map(({ name, bytes }): ProjectFile => {
    const cut = cutFile(bytes);
    for (const [hash, blob] of cut.blobs) blobs.set(hash, blob);
    return { name, bytes: bytes.length, shardList: cut.shardList, urls: [] };
  });
  const question = beginningOf(wishes?.question, QUESTION_LENGTH);
  const name = beginningOf(wishes?.name, PROJECT_NAME_LENGTH);
  const project = await signProject(
    {
      name: name || endOf(oneLine(dataName), PROJECT_NAME_LENGTH) || "Project",
      ...(question === "" ? {} : { question }),
      plan: planProject(dataset, modelName, seed, plan),
      data: { source: "files", kind: dataset.kind, options: optionsOf(dataset), files: listed },
      licence: beginningOf(wishes?.licence, LICENCE_LENGTH),
    },
    signer,
  );
  blobs.set(project.id, project.blob);
  return { project, dataset, blobs };
}

/** A manifest names the text before its tokenizer. */
function inOrder(files: readonly DataFile[], dataset: OpenedDataset): readonly DataFile[] {
  if (dataset.kind !== "text" || dataset.tokenizer === null) return files;
  const { file } = dataset.tokenizer;
  return files.toSorted((a, b) => Number(a.bytes === file) - Number(b.bytes === file));
}

/** What `openRunData` told `openDataset`, so that everybody cuts the same samples. */
function optionsOf(dataset: OpenedDataset): DataOptions {
  if (dataset.kind !== "text") return {};
  const options = { blockSize: dataset.unitsPerSample };
  return dataset.tokenizer === null ? options : { ...options, vocabulary: "tokenizer" };
}

/** Without what a manifest refuses: control characters, and those that turn the direction of what follows. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, "");

/** The end of a file's name says what kind of file it is, so a long one loses its beginning. */
const endOf = (text: string, length: number): string => text.slice(-length).toWellFormed();

/** Of what somebody has typed. */
const beginningOf = (text = "", length: number): string =>
  oneLine(text.replaceAll(/\s+/g, " ")).trim().slice(0, length).trimEnd().toWellFormed();
