/** From a manifest and its files to the dataset that its model learns. */
import { must, unreachable } from "../core/assert.ts";
import { DataError } from "../data/data-error.ts";
import type { Task } from "../data/dataset.ts";
import { type DataFile, type OpenedDataset, openDataset } from "../data/detect.ts";
import { generateStories } from "../data/stories.ts";
import { readTokenizer } from "../data/tokenizer.ts";
import type { ModelSpec } from "../model/spec.ts";
import type { Manifest, ProjectData } from "./manifest.ts";

/**
 * @param files the manifest's files with their checked bytes, in its order; ignored when the data are computed
 * @throws DataError when the files cannot be trained on, or are not what the model was made for: the manifest lies about one of them
 */
export async function openProjectData(
  { data, plan }: Manifest,
  files: readonly DataFile[],
): Promise<OpenedDataset> {
  const dataset =
    data.source === "stories"
      ? openDataset([tellStories(data.characterCount)], { kind: "text", blockSize: data.blockSize })
      : await openFiles(data, files);
  if (!fits(plan.model, dataset.task)) {
    throw new DataError("misfit");
  }
  return dataset;
}

async function openFiles(
  { kind, options }: Extract<ProjectData, { readonly source: "files" }>,
  files: readonly DataFile[],
): Promise<OpenedDataset> {
  const { vocabulary, ...rest } = options;
  if (vocabulary !== "tokenizer") return openDataset(files, { ...rest, vocabulary, kind });
  const file = must(files[1], "the manifest lists the text and its tokenizer");
  return openDataset(files, { ...rest, kind, tokenizer: await readTokenizer(file.bytes) });
}

function tellStories(characterCount: number): DataFile {
  return { name: "stories.txt", bytes: new TextEncoder().encode(generateStories({ characterCount })) };
}

/** Whether batches of this task are what the model takes: an index outside of its tables would read foreign memory. */
function fits(model: ModelSpec, task: Task): boolean {
  switch (task.kind) {
    case "text":
      return (
        model.kind === "gpt" &&
        model.vocabularySize === task.vocabularySize &&
        model.blockSize === task.blockSize
      );
    case "table":
      return (
        model.kind === "mlp" &&
        model.numericCount === task.numericCount &&
        model.categoricalCount === task.categoricalCount &&
        model.categoryCount === task.categoryCount &&
        model.output.kind === task.output.kind &&
        model.output.count === task.output.count
      );
    case "images":
      return (
        model.kind === "cnn" &&
        model.height === task.height &&
        model.width === task.width &&
        model.channels === task.channels &&
        model.classCount === task.classCount
      );
    default:
      return unreachable(task);
  }
}
