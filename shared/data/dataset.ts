/**
 * Data as training sees it: numbered samples that become batches. Where the samples come from (text, a table, images) is
 * the business of the file that builds the dataset.
 */
import type { Batch } from "../ports/engine.ts";

/** `train` is learned from; `test` is held out and only measures. */
export type SplitName = "train" | "test";

/** What the model must answer, and what its input looks like: enough to choose and size a model. */
export type Task =
  | { readonly kind: "text"; readonly vocabularySize: number; readonly blockSize: number }
  | {
      readonly kind: "table";
      readonly numericCount: number;
      /** Columns with categories, and how many categories they have together; a category's index is unique across columns. */
      readonly categoricalCount: number;
      readonly categoryCount: number;
      readonly output: TableOutput;
    }
  | {
      readonly kind: "images";
      readonly height: number;
      readonly width: number;
      readonly channels: number;
      readonly classCount: number;
    };

export type TableOutput =
  | { readonly kind: "classes"; readonly count: number }
  | { readonly kind: "numbers"; readonly count: number };

export interface Dataset {
  readonly task: Task;
  /** What a person calls one unit of throughput: "tokens", "rows", "images". */
  readonly unit: "tokens" | "rows" | "images";
  /** Units in one sample: tokens per block of text, otherwise 1. */
  readonly unitsPerSample: number;
  /** How many samples a split has. For text: every start of a block in `train`, consecutive blocks in `test`. */
  sampleCount(split: SplitName): number;
  /** The tensors that the model of this task takes, for the given sample numbers (0 ≤ index < sampleCount). */
  batch(split: SplitName, indices: readonly number[]): Batch;
}
