/**
 * A time series as a dataset: a window of past values is the question, the next value is the answer. The last fifth, in
 * order of time, is held out. Values are standardised by the part that is learned from.
 */
import { assert } from "../core/assert.ts";
import type { Batch } from "../ports/engine.ts";
import { type Column, detach, isNumeric } from "./column.ts";
import type { RawTable } from "./csv.ts";
import { DataError } from "./data-error.ts";
import type { Dataset, SplitName } from "./dataset.ts";
import { findDateOrder } from "./dates.ts";
import type { Description, Quiz } from "./description.ts";
import { measureScale, restore, standardise } from "./scale.ts";
import { splitInOrder } from "./split.ts";
import { formatCount, formatNumber, listNames, plural, shorten } from "./wording.ts";

const TRAIN_SHARE = 0.8;
const DEFAULT_WINDOW = 30;
/** A window takes at most this share of the values, so that many windows fit. */
const WINDOW_SHARE = 0.1;
const MINIMUM_VALUES = 20;
/** Values that a question shows. */
const SHOWN_VALUES = 5;

export interface SeriesOptions {
  /** Past values that the model sees. Default: 30, or a tenth of a short series. */
  readonly window?: number | undefined;
  /** The column of values: its name, or its number from 0. Default: the only one with numbers. */
  readonly column?: string | number | undefined;
}

export interface SeriesDataset extends Dataset, Description, Quiz {
  readonly kind: "series";
  readonly columnName: string;
  readonly window: number;
  /** A standardised value (the model's answer, a target) in the units of the file. */
  toOriginal(value: number): number;
  /** Mean absolute error on the held-out part of the forecast "the same as the value before", in the file's units. */
  naiveMeanAbsoluteError(): number;
}

/** Whether the first column holds dates in order and exactly one other column holds numbers. */
export function isTimeSeries(table: RawTable): boolean {
  const [dates, ...others] = table.columns;
  return dates !== undefined && others.filter(isNumeric).length === 1 && findDateOrder(dates) !== undefined;
}

/** @throws DataError when there are no dates in order, no single column of numbers, or too few values */
export function createSeriesDataset(table: RawTable, options: SeriesOptions = {}): SeriesDataset {
  const series = readSeries(table, options.column);
  const { values } = series;
  const window = options.window ?? Math.min(DEFAULT_WINDOW, Math.floor(values.length * WINDOW_SHARE));
  const trainCount = Math.floor(values.length * TRAIN_SHARE);
  refuseShort(values.length, trainCount, window);

  const { train } = splitInOrder(values.length, trainCount);
  const scale = measureScale(values, train);
  const standard = Float32Array.from(values, (value) => standardise(scale, value));
  const firstTarget = { train: window, test: trainCount };
  const counts = { train: trainCount - window, test: values.length - trainCount };
  const targetAt = (split: SplitName, index: number) => {
    assert(index >= 0 && index < counts[split], "sample number out of range");
    return firstTarget[split] + index;
  };
  return {
    kind: "series",
    task: {
      kind: "table",
      numericCount: window,
      categoricalCount: 0,
      categoryCount: 0,
      output: { kind: "numbers", count: 1 },
    },
    unit: "rows",
    unitsPerSample: 1,
    description: `${plural(values.length, "value")} of "${series.name}" from ${series.dates[0]} to ${series.dates.at(-1)}; ${window} of them predict the next, the last ${formatCount(counts.test)} are to test on`,
    notes: series.notes,
    columnName: series.name,
    window,
    sampleCount: (split) => counts[split],
    batch: (split, indices) =>
      cutWindows(
        standard,
        indices.map((index) => targetAt(split, index)),
        window,
      ),
    toOriginal: (value) => restore(scale, value),
    naiveMeanAbsoluteError: () => naiveError(values, trainCount),
    question: (index) => {
      const at = targetAt("test", index);
      const before = Array.from(values.subarray(Math.max(0, at - SHOWN_VALUES), at), formatNumber);
      return `${series.dates[at]}, after ${before.join(", ")}`;
    },
    truth: (index) => formatNumber(values[targetAt("test", index)]!),
    answer: (prediction) => formatNumber(restore(scale, prediction[0] ?? 0)),
  };
}

interface Series {
  readonly name: string;
  /** Oldest first, without gaps. */
  readonly values: Float64Array;
  readonly dates: readonly string[];
  readonly notes: readonly string[];
}

function readSeries(table: RawTable, wanted: string | number | undefined): Series {
  const dates = table.columns[0];
  const order = dates === undefined ? undefined : findDateOrder(dates);
  if (dates === undefined || order === undefined) {
    throw new DataError("series-dates");
  }
  const column = findValues(table.columns.slice(1), wanted);
  const rows = Array.from({ length: order.rowCount }, (_, row) =>
    order.isReversed ? order.rowCount - 1 - row : row,
  );
  const first = rows.findIndex((row) => !Number.isNaN(column.numbers[row]));
  const known = first < 0 ? [] : rows.slice(first);
  const values = Float64Array.from(known, (row) => column.numbers[row]!);
  const filledCount = fillGaps(values);
  const notes = [...table.notes];
  if (order.isReversed) notes.push("The newest row came first; the rows were turned around.");
  if (order.rowCount < dates.codes.length) {
    notes.push(
      `${plural(dates.codes.length - order.rowCount, "line")} without a date at the end were left out.`,
    );
  }
  if (filledCount > 0) notes.push(`${plural(filledCount, "missing value")} repeat the value before.`);
  const dateOf = (row: number) => dates.texts[dates.codes[row]!] ?? String(dates.numbers[row]);
  return { name: column.name, values, dates: known.map((row) => detach(dateOf(row))), notes };
}

function findValues(columns: readonly Column[], wanted: string | number | undefined): Column {
  const numeric = columns.filter(isNumeric);
  const names = numeric.map(({ name }) => name);
  // Column 0 holds the dates, so that numbers count from 1 among the others.
  const chosen =
    typeof wanted === "number" ? columns[wanted - 1] : columns.find(({ name }) => name === wanted);
  const column = wanted === undefined && numeric.length === 1 ? numeric[0] : chosen;
  if (column !== undefined && isNumeric(column)) return column;
  if (numeric.length === 0) {
    throw new DataError("series-no-numbers");
  }
  if (wanted === undefined)
    throw new DataError("series-columns", { count: numeric.length, names: listNames(names) });
  throw new DataError("series-column", { column: shorten(String(wanted), 40), names: listNames(names) });
}

/** Puts the value before into every gap; returns how many there were. */
function fillGaps(values: Float64Array): number {
  let count = 0;
  for (let index = 1; index < values.length; index++) {
    if (!Number.isNaN(values[index])) continue;
    values[index] = values[index - 1]!;
    count++;
  }
  return count;
}

function refuseShort(valueCount: number, trainCount: number, window: number): void {
  assert(Number.isInteger(window) && window >= 0, "a window is a whole number of values");
  if (valueCount >= MINIMUM_VALUES && window > 0 && trainCount > window) return;
  throw new DataError("series-short", {
    count: valueCount,
    window: Math.max(1, window),
    needed: Math.max(MINIMUM_VALUES, Math.ceil((window + 1) / TRAIN_SHARE)),
  });
}

function naiveError(values: Float64Array, trainCount: number): number {
  let sum = 0;
  for (let index = trainCount; index < values.length; index++)
    sum += Math.abs(values[index]! - values[index - 1]!);
  return sum / (values.length - trainCount);
}

/** `features` [B, window]: the values before each target, oldest first; `targets` [B, 1]. */
function cutWindows(series: Float32Array, targets: readonly number[], window: number): Batch {
  const features = new Float32Array(targets.length * window);
  targets.forEach((at, row) => features.set(series.subarray(at - window, at), row * window));
  return {
    features: { elementType: "float32", shape: [targets.length, window], data: features },
    targets: {
      elementType: "float32",
      shape: [targets.length, 1],
      data: Float32Array.from(targets, (at) => series[at]!),
    },
  };
}
