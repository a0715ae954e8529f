/**
 * The columns that a model learns from, as numbers. Numeric columns are standardised by the rows that are learned from; a
 * missing cell becomes the mean, and a column that has such cells gets a second, 0-or-1 column that marks them. Columns of
 * text become category numbers; each has its own entry for missing, rare and unseen texts.
 */
import { type Column, detach, hasLostTexts, isNumeric } from "./column.ts";
import { measureScale, type Scale, standardise } from "./scale.ts";
import { formatNumber, plural } from "./wording.ts";

/** Categories kept per column, the most frequent ones. */
const CATEGORY_LIMIT = 256;
/** A text in fewer rows than this is rare: nothing general can be learned from it. */
const CATEGORY_ROWS = 2;

export interface NumericFeature {
  readonly kind: "numeric";
  readonly name: string;
  /** As read; NaN where missing, [rows]. */
  readonly values: Float64Array;
  readonly scale: Scale;
  /** Whether a column that marks missing cells follows. */
  readonly hasMarks: boolean;
}

export interface CategoricalFeature {
  readonly kind: "categorical";
  readonly name: string;
  /** The joint number of this column's "missing or other"; its categories follow in the order of `labels`. */
  readonly firstIndex: number;
  readonly labels: readonly string[];
  /** Joint category number of every row, [rows]. */
  readonly indices: Int32Array;
}

export interface FeaturePlan {
  /** In the order of the table's columns. */
  readonly features: readonly (NumericFeature | CategoricalFeature)[];
  readonly numeric: readonly NumericFeature[];
  readonly categorical: readonly CategoricalFeature[];
  /** Width of the numeric features, marks included. */
  readonly numericCount: number;
  /** Categories of all columns together. */
  readonly categoryCount: number;
  readonly notes: readonly string[];
}

/** The text of every row as a number: cells that spell the same number share a label. */
export interface Labels {
  /** Index into `labels`, −1 where the cell is missing, [rows]. */
  readonly codes: Int32Array;
  readonly labels: readonly string[];
}

/** Decides for every column how it is used, by the rows of `trainRows` alone; columns that tell nothing are left out. */
export function planFeatures(columns: readonly Column[], trainRows: Int32Array): FeaturePlan {
  const features: (NumericFeature | CategoricalFeature)[] = [];
  const notes: string[] = [];
  let categoryCount = 0;
  for (const [index, column] of columns.entries()) {
    const reason = whyUseless(column, trainRows, index === 0);
    if (reason !== undefined) {
      notes.push(`Column "${column.name}" was left out: ${reason}.`);
    } else if (isNumeric(column)) {
      if (column.textCount > 0) {
        notes.push(
          `In column "${column.name}", ${plural(column.textCount, "cell")} with text count as missing.`,
        );
      }
      features.push(planNumbers(column, trainRows));
    } else {
      const feature = planCategories(column, trainRows, categoryCount);
      if (feature.labels.length === 0) {
        notes.push(`Column "${column.name}" was left out: nearly every row has a text of its own.`);
        continue;
      }
      features.push(feature);
      categoryCount += feature.labels.length + 1;
    }
  }
  const numeric = features.filter((feature) => feature.kind === "numeric");
  const categorical = features.filter((feature) => feature.kind === "categorical");
  const numericCount = numeric.reduce((count, { hasMarks }) => count + (hasMarks ? 2 : 1), 0);
  return { features, numeric, categorical, numericCount, categoryCount, notes };
}

/** The numeric features of one row, written to `target` at `offset`. */
export function writeNumeric(plan: FeaturePlan, row: number, target: Float32Array, offset: number): void {
  let position = offset;
  for (const { values, scale, hasMarks } of plan.numeric) {
    const value = values[row]!;
    target[position++] = Number.isNaN(value) ? 0 : standardise(scale, value);
    if (hasMarks) target[position++] = Number.isNaN(value) ? 1 : 0;
  }
}

/** What one row says, for people: "age 39, Bachelors, …": texts as they are, numbers with their column if it `hasNames`. */
export function tellRow(plan: FeaturePlan, row: number, hasNames: boolean): string {
  return plan.features
    .map((feature) => {
      if (feature.kind === "categorical")
        return feature.labels[feature.indices[row]! - feature.firstIndex - 1] ?? "?";
      const value = feature.values[row]!;
      const shown = Number.isNaN(value) ? "?" : formatNumber(value);
      return hasNames ? `${feature.name} ${shown}` : shown;
    })
    .join(", ");
}

/** Labels of all rows; texts beyond the table's budget count as missing. */
export function readLabels(column: Column): Labels {
  const labels = [...column.texts];
  const codeOf = new Map<number, number>();
  const codes = column.codes.map((code, row) => {
    const value = column.numbers[row]!;
    if (Number.isNaN(value)) return code < 0 ? -1 : code;
    const known = codeOf.get(value);
    if (known !== undefined) return known;
    codeOf.set(value, labels.length);
    return labels.push(String(value)) - 1;
  });
  return { codes, labels };
}

function whyUseless(column: Column, trainRows: Int32Array, isFirst: boolean): string | undefined {
  if (isNumeric(column)) {
    const known = trainRows.filter((row) => !Number.isNaN(column.numbers[row]));
    if (known.length === 0) return "it has no values";
    const first = column.numbers[known[0]!];
    if (known.length === trainRows.length && known.every((row) => column.numbers[row] === first)) {
      return "every row has the same value";
    }
    return isFirst && countsRows(column) ? "it only counts the rows" : undefined;
  }
  const first = trainRows[0]!;
  if (column.textCount === 0) return "it has no values";
  if (hasLostTexts(column)) return "it has too many different texts";
  const isSame = (row: number) =>
    column.codes[row] === column.codes[first] && Number.isNaN(column.numbers[row]);
  return trainRows.every(isSame) ? "every row has the same value" : undefined;
}

/** Whether the column is n, n + 1, n + 2 and so on: where files are sorted, it would give the answer away. */
function countsRows({ numbers }: Column): boolean {
  return numbers.length > 2 && numbers.every((value, row) => value === numbers[0]! + row);
}

function planNumbers(column: Column, trainRows: Int32Array): NumericFeature {
  const values = column.numbers;
  const hasMarks = trainRows.some((row) => Number.isNaN(values[row]));
  return { kind: "numeric", name: column.name, values, scale: measureScale(values, trainRows), hasMarks };
}

function planCategories(column: Column, trainRows: Int32Array, firstIndex: number): CategoricalFeature {
  const { codes, labels } = readLabels(column);
  const counts = new Int32Array(labels.length);
  for (const row of trainRows) {
    const code = codes[row]!;
    if (code >= 0) counts[code]!++;
  }
  const kept = labels
    .map((label, code) => ({ label, code, count: counts[code]! }))
    .filter(({ count }) => count >= CATEGORY_ROWS)
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1))
    .slice(0, CATEGORY_LIMIT);
  const indexOf = new Int32Array(labels.length).fill(firstIndex);
  kept.forEach(({ code }, position) => (indexOf[code] = firstIndex + 1 + position));
  return {
    kind: "categorical",
    name: column.name,
    firstIndex,
    labels: kept.map(({ label }) => detach(label)),
    indices: codes.map((code) => (code < 0 ? firstIndex : indexOf[code]!)),
  };
}
