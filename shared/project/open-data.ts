/** From a manifest and its files to the dataset that its model learns. */
import { unreachable } from "../core/assert.ts";
import { DataError } from "../data/data-error.ts";
import type { Task } from "../data/dataset.ts";
import { type DataFile, type OpenedDataset, openDataset } from "../data/detect.ts";
import { generateStories } from "../data/stories.ts";
import type { ModelSpec } from "../model/spec.ts";
import type { Manifest } from "./manifest.ts";

/**
 * @param files the manifest's files with their checked bytes, in its order; ignored when the data are computed
 * @throws DataError when the files cannot be trained on, or are not what the model was made for: the manifest lies about one of them
 */
export function openProjectData({ data, plan }: Manifest, files: readonly DataFile[]): OpenedDataset {
  const dataset =
    data.source === "stories"
      ? openDataset([tellStories(data.characterCount)], { kind: "text", blockSize: data.blockSize })
      : openDataset(files, { ...data.options, kind: data.kind });
  if (!fits(plan.model, dataset.task)) {
    throw new DataError(
      "This project's model does not fit its data.",
      "Whoever made the project must make it again; nothing was trained here.",
    );
  }
  return dataset;
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
