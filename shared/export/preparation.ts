/**
 * How data become what a model reads, and its answers what people read: without it a model is only numbers. Plain data, for
 * a file beside the model and for programs in any language.
 */
import { unreachable } from "../core/assert.ts";
import type { OpenedDataset } from "../data/detect.ts";
import type { Scale } from "../data/scale.ts";
import type { TableAnswers } from "../data/table.ts";
import type { FeaturePlan } from "../data/table-features.ts";
import type { TextDataset } from "../data/text.ts";
import type { ModelSpec } from "../model/spec.ts";
import { ExportError } from "./export-error.ts";

export type Preparation =
  | TextPreparation
  | {
      readonly kind: "table";
      readonly target: string;
      readonly answers: TableAnswers;
      readonly columns: readonly ColumnPreparation[];
    }
  /** The model reads `window` values, and answers with the next; all are (value − mean) ÷ deviation. */
  | {
      readonly kind: "series";
      readonly column: string;
      readonly window: number;
      readonly scale: Scale;
    }
  /** Pixels, 0 to 255, are standardised; logit i belongs to `labels[i]`. */
  | { readonly kind: "images"; readonly labels: readonly string[]; readonly scale: Scale };

/**
 * In the order of the table. Numbers are `features` one after the other: standardised, 0 where missing; with `hasMarks` a 1 or 0 follows that says whether it was
 * missing. Categories are `categories` one after the other: `firstIndex` for what is missing or not in `labels`, else 1 + place in `labels` more.
 */
export type ColumnPreparation =
  | { readonly kind: "numeric"; readonly name: string; readonly scale: Scale; readonly hasMarks: boolean }
  | {
      readonly kind: "categorical";
      readonly name: string;
      readonly firstIndex: number;
      readonly labels: readonly string[];
    };

/** Token i is `characters[i]`; or it is byte i of UTF-8; or what the tokenizer.json beside it says, of `size` tokens. */
export type TextPreparation =
  | { readonly kind: "text"; readonly vocabulary: "characters"; readonly characters: readonly string[] }
  | { readonly kind: "text"; readonly vocabulary: "bytes" }
  | { readonly kind: "text"; readonly vocabulary: "tokenizer"; readonly size: number };

export function preparationOf(dataset: OpenedDataset): Preparation {
  switch (dataset.kind) {
    case "text":
      return textPreparation(dataset);
    case "table":
      return {
        kind: "table",
        target: dataset.targetName,
        answers: dataset.answers,
        columns: dataset.features.map(columnPreparation),
      };
    case "series": {
      const mean = dataset.toOriginal(0);
      const scale = { mean, deviation: dataset.toOriginal(1) - mean };
      return { kind: "series", column: dataset.columnName, window: dataset.window, scale };
    }
    case "images":
      return { kind: "images", labels: dataset.labels, scale: dataset.scale };
    default:
      return unreachable(dataset);
  }
}

function columnPreparation(feature: FeaturePlan["features"][number]): ColumnPreparation {
  const { name } = feature;
  return feature.kind === "numeric"
    ? { kind: feature.kind, name, scale: feature.scale, hasMarks: feature.hasMarks }
    : { kind: feature.kind, name, firstIndex: feature.firstIndex, labels: feature.labels };
}

/** The very file that a text was opened with, for ExportSource. */
export function tokenizerFileOf(dataset: OpenedDataset): Uint8Array | null {
  return dataset.kind === "text" ? (dataset.tokenizer?.file ?? null) : null;
}

function textPreparation(dataset: TextDataset): TextPreparation {
  const { vocabulary, task } = dataset;
  if (vocabulary === "bytes") return { kind: "text", vocabulary };
  const size = task.kind === "text" ? task.vocabularySize : 0;
  if (vocabulary === "tokenizer") return { kind: "text", vocabulary, size };
  return {
    kind: "text",
    vocabulary,
    characters: Array.from({ length: size }, (_, token) => dataset.decode([token])),
  };
}

/** @throws ExportError when data prepared like this are not what the model reads and answers */
export function refuseOtherData(model: ModelSpec, preparation: Preparation): void {
  const expected = outputCount(model);
  const found = answerCount(preparation);
  const kinds = { gpt: ["text"], mlp: ["table", "series"], cnn: ["images"] }[model.kind];
  if (kinds.includes(preparation.kind) && found === expected) return;
  throw new ExportError(
    `these are not the data that the model was trained on: it is a ${model.kind} with ${expected} outputs, and they are ${preparation.kind} with ${found}`,
  );
}

function outputCount(model: ModelSpec): number {
  if (model.kind === "gpt") return model.vocabularySize;
  return model.kind === "cnn" ? model.classCount : model.output.count;
}

function answerCount(preparation: Preparation): number {
  switch (preparation.kind) {
    case "text":
      return tokenCount(preparation);
    case "table":
      return preparation.answers.kind === "classes" ? preparation.answers.labels.length : 1;
    case "series":
      return 1;
    case "images":
      return preparation.labels.length;
    default:
      return unreachable(preparation);
  }
}

function tokenCount(text: TextPreparation): number {
  switch (text.vocabulary) {
    case "bytes":
      return 256;
    case "characters":
      return text.characters.length;
    case "tokenizer":
      return text.size;
    default:
      return unreachable(text);
  }
}
