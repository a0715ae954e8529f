/** What somebody who tries a model has to enter, and samples of the held-out part to begin with. */
import { unreachable } from "../../shared/core/assert.ts";
import type { OpenedDataset } from "../../shared/data/detect.ts";
import type { Preparation } from "../../shared/export/preparation.ts";
import type { TrialExample, TrialForm } from "../model-api.ts";
import { cellOf } from "./encode-sample.ts";
import { ModelError } from "./model-error.ts";
import type { OpenData } from "./open-model.ts";

const PROMPT_COUNT = 3;
/** Characters, at most. */
const PROMPT_LENGTH = 40;

export function trialForm({ dataset, preparation }: OpenData): TrialForm {
  switch (preparation.kind) {
    case "text":
      return { kind: "text", prompts: promptsOf(dataset) };
    case "table":
      return {
        kind: "table",
        target: preparation.target,
        columns: preparation.columns.map((column) =>
          column.kind === "numeric"
            ? { kind: column.kind, name: column.name }
            : { kind: column.kind, name: column.name, labels: column.labels },
        ),
      };
    case "series":
      return { kind: "series", target: preparation.column, window: preparation.window };
    case "images": {
      const { height, width } = sizeOfImages(dataset);
      return { kind: "images", height, width };
    }
    default:
      return unreachable(preparation);
  }
}

/** @param turn from 0 on @throws ModelError for a text, which has no questions */
export function trialExample({ dataset, preparation }: OpenData, turn: number): TrialExample {
  if (dataset.kind === "text") throw new ModelError("bad-input");
  const index = turn % dataset.sampleCount("test");
  const truth = dataset.truth(index);
  const { features, categories, images } = dataset.batch("test", [index]);
  switch (preparation.kind) {
    case "table":
      return { kind: "row", cells: cellsOf(preparation, features?.data, categories?.data), truth };
    case "series":
      return {
        kind: "row",
        cells: Array.from(features!.data, (value) => cellOf(preparation.scale, value)),
        truth,
      };
    case "images": {
      const { mean, deviation } = preparation.scale;
      const pixels = Uint8Array.from(images!.data, (value) => Math.round(value * deviation + mean));
      return { kind: "pixels", pixels, truth };
    }
    default:
      throw new ModelError("bad-input");
  }
}

/** The row that became these numbers. */
function cellsOf(
  { columns }: Extract<Preparation, { readonly kind: "table" }>,
  features: ArrayLike<number> = [],
  categories: ArrayLike<number> = [],
): readonly string[] {
  let [position, place] = [0, 0];
  return columns.map((column) => {
    if (column.kind === "categorical")
      return column.labels[categories[place++]! - column.firstIndex - 1] ?? "";
    const value = features[position++]!;
    const isMissing = column.hasMarks && features[position++] === 1;
    return isMissing ? "" : cellOf(column.scale, value);
  });
}

/** Beginnings of held-out blocks far from each other, from one word to another. */
function promptsOf(dataset: OpenedDataset): readonly string[] {
  if (dataset.kind !== "text") return [];
  const count = dataset.sampleCount("test");
  const prompts = Array.from({ length: PROMPT_COUNT }, (_, turn) => {
    const { tokens } = dataset.batch("test", [Math.floor((turn * count) / PROMPT_COUNT)]);
    return promptIn(dataset.decode(tokens!.data));
  });
  return [...new Set(prompts)].filter((prompt) => prompt !== "");
}

/** Whole words of one line. A text without spaces is cut anywhere. */
function promptIn(block: string): string {
  const [, ...words] = block.replaceAll(/\s+/g, " ").split(" ");
  let prompt = "";
  for (const word of words.slice(0, -1)) {
    if (prompt.length + word.length >= PROMPT_LENGTH) break;
    prompt = prompt === "" ? word : `${prompt} ${word}`;
  }
  return prompt === ""
    ? block
        .replaceAll(/\s+/g, " ")
        .trim()
        .slice(0, PROMPT_LENGTH / 2)
    : prompt;
}

function sizeOfImages({ task }: OpenedDataset): { readonly height: number; readonly width: number } {
  if (task.kind !== "images") throw new ModelError("bad-input");
  return task;
}
