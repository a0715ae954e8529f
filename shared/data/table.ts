/**
 * A table as a dataset: the other columns of a row are the question, the target column is the answer. Every tenth row of
 * a seeded shuffle is held out, or all rows of a separate test file.
 */
import { assert, unreachable } from "../core/assert.ts";
import type { Batch } from "../ports/engine.ts";
import type { Tensor } from "../tensor/tensor-type.ts";
import { appendColumn, type Column } from "./column.ts";
import type { RawTable } from "./csv.ts";
import { DataError } from "./data-error.ts";
import type { Dataset, TableOutput } from "./dataset.ts";
import type { Description, Quiz } from "./description.ts";
import { restore, type Scale, standardise } from "./scale.ts";
import { type Split, splitInOrder, splitShuffled } from "./split.ts";
import { type FeaturePlan, planFeatures, tellRow, writeNumeric } from "./table-features.ts";
import { findTarget, readTarget, type Target } from "./table-target.ts";
import { formatCount, formatNumber, indexOfLargest, plural, shorten } from "./wording.ts";

const TEST_SHARE = 0.1;
/** Fewer rows leave nothing to hold out. */
const MINIMUM_ROWS = 10;
/** Longest question for people. */
const QUESTION_LENGTH = 100;

export interface TableOptions {
  /** The column to predict: its name, or its number from 0. Default: one called class, label or target, else the last. */
  readonly target?: string | number | undefined;
  /** A second file to test on; without it a tenth of the rows is held out. */
  readonly test?: RawTable | undefined;
  /** Decides which rows are held out. */
  readonly seed?: string | undefined;
}

/** How answers are spelled: the names of the classes, or the scale of the numbers. */
export type TableAnswers =
  | { readonly kind: "classes"; readonly labels: readonly string[] }
  | { readonly kind: "numbers"; readonly scale: Scale };

export interface TableDataset extends Dataset, Description, Quiz {
  readonly kind: "table";
  readonly targetName: string;
  readonly answers: TableAnswers;
  /** The columns that the model reads, in the order of the table. */
  readonly features: FeaturePlan["features"];
}

/** @throws DataError when the table has too few rows or columns, or its target cannot be learned */
export function createTableDataset(table: RawTable, options: TableOptions = {}): TableDataset {
  refuseTooSmall(table);
  const columns = options.test === undefined ? table.columns : appendRows(table, options.test);
  const split = splitRows(table.rowCount, options);
  const targetIndex = findTarget(columns, options.target);
  const target = readTarget(columns[targetIndex]!, split.train);
  const plan = planFeatures(
    columns.filter((_, index) => index !== targetIndex),
    split.train,
  );
  if (plan.numericCount + plan.categoryCount === 0) {
    throw new DataError("no-features", { name: shorten(target.name, 40) }, { detail: plan.notes.join(" ") });
  }
  return {
    kind: "table",
    task: {
      kind: "table",
      numericCount: plan.numericCount,
      categoricalCount: plan.categorical.length,
      categoryCount: plan.categoryCount,
      output: outputOf(target),
    },
    unit: "rows",
    unitsPerSample: 1,
    description: describe(plan, target, split),
    notes: [...table.notes, ...(options.test?.notes ?? []), ...plan.notes],
    targetName: target.name,
    features: plan.features,
    answers:
      target.kind === "classes"
        ? { kind: "classes", labels: target.labels }
        : { kind: "numbers", scale: target.scale },
    sampleCount: (name) => split[name].length,
    batch: (name, indices) =>
      readBatch(
        plan,
        target,
        indices.map((index) => rowAt(split[name], index)),
      ),
    question: (index) => shorten(tellRow(plan, rowAt(split.test, index), table.hasHeader), QUESTION_LENGTH),
    truth: (index) => truth(target, rowAt(split.test, index)),
    answer: (prediction) => answer(target, prediction),
  };
}

function refuseTooSmall(table: RawTable): void {
  if (table.columns.length < 2) {
    throw new DataError("one-column");
  }
  if (table.rowCount < MINIMUM_ROWS) {
    throw new DataError("rows-few", {
      count: table.rowCount,
      header: table.hasHeader ? "yes" : "no",
      needed: MINIMUM_ROWS,
    });
  }
}

/** The rows of both tables as one; columns are matched by name where both have the same names, else by position. */
function appendRows(table: RawTable, test: RawTable): Column[] {
  if (test.rowCount === 0) throw new DataError("test-empty");
  if (test.columns.length !== table.columns.length) {
    throw new DataError("test-columns", { count: test.columns.length, expected: table.columns.length });
  }
  const byName = new Map(test.columns.map((column) => [column.name, column]));
  const isNamed = table.hasHeader && test.hasHeader;
  if (!isNamed) return table.columns.map((column, index) => appendColumn(column, test.columns[index]!));
  return table.columns.map((column) => {
    const partner = byName.get(column.name);
    if (partner !== undefined) return appendColumn(column, partner);
    throw new DataError("test-column", { name: shorten(column.name, 40) });
  });
}

function splitRows(trainFileRows: number, { test, seed = "tabloom" }: TableOptions): Split {
  if (test !== undefined) return splitInOrder(trainFileRows + test.rowCount, trainFileRows);
  return splitShuffled(trainFileRows, Math.round(trainFileRows * TEST_SHARE), seed);
}

function rowAt(rows: Int32Array, index: number): number {
  const row = rows[index];
  assert(row !== undefined, "sample number out of range");
  return row;
}

function outputOf(target: Target): TableOutput {
  return target.kind === "classes"
    ? { kind: "classes", count: target.labels.length }
    : { kind: "numbers", count: 1 };
}

/** `features` [B, numericCount] and `categories` [B, categoricalCount] where there are any, and `targets`. */
function readBatch(plan: FeaturePlan, target: Target, rows: readonly number[]): Batch {
  const batch: Record<string, Tensor> = { targets: readTargets(target, rows) };
  const { numericCount, categorical } = plan;
  if (numericCount > 0) {
    const data = new Float32Array(rows.length * numericCount);
    rows.forEach((row, position) => writeNumeric(plan, row, data, position * numericCount));
    batch["features"] = { elementType: "float32", shape: [rows.length, numericCount], data };
  }
  if (categorical.length > 0) {
    const data = Int32Array.from(rows.flatMap((row) => categorical.map(({ indices }) => indices[row]!)));
    batch["categories"] = { elementType: "int32", shape: [rows.length, categorical.length], data };
  }
  return batch;
}

function readTargets(target: Target, rows: readonly number[]): Tensor {
  switch (target.kind) {
    case "classes":
      return {
        elementType: "int32",
        shape: [rows.length],
        data: Int32Array.from(rows, (row) => target.classes[row]!),
      };
    case "numbers": {
      const data = Float32Array.from(rows, (row) => standardise(target.scale, target.values[row]!));
      return { elementType: "float32", shape: [rows.length, 1], data };
    }
    default:
      return unreachable(target);
  }
}

function describe(plan: FeaturePlan, target: Target, split: Split): string {
  const inputs = [
    ...(plan.numeric.length > 0 ? [`${formatCount(plan.numeric.length)} numeric`] : []),
    ...(plan.categorical.length > 0 ? [`${formatCount(plan.categorical.length)} categorical`] : []),
  ].join(" and ");
  const what = target.kind === "classes" ? `one of ${target.labels.length} classes` : "a number";
  const columnCount = plan.numeric.length + plan.categorical.length;
  return `${plural(split.train.length, "row")} to learn from, ${formatCount(split.test.length)} to test on; ${inputs} column${columnCount === 1 ? "" : "s"} predict "${target.name}", ${what}`;
}

function truth(target: Target, row: number): string {
  return target.kind === "classes" ? target.labels[target.classes[row]!]! : formatNumber(target.values[row]!);
}

function answer(target: Target, prediction: ArrayLike<number>): string {
  if (target.kind === "classes") return target.labels[indexOfLargest(prediction)] ?? "?";
  return formatNumber(restore(target.scale, prediction[0] ?? 0));
}
