/** The column that a table's model must answer: one of several classes, or a number. */
import { type Column, detach, hasLostTexts, isNumeric } from "./column.ts";
import { parseNumber } from "./cell.ts";
import { DataError } from "./data-error.ts";
import { readLabels } from "./table-features.ts";
import { measureScale, type Scale } from "./scale.ts";
import { listNames, shorten } from "./wording.ts";

/** Whole numbers are classes when there are at most this many different ones … */
const INTEGER_CLASS_LIMIT = 20;
/** … and this many rows for each of them. */
const INTEGER_CLASS_ROWS = 5;
/** More classes than ImageNet has are names, not classes. */
const CLASS_LIMIT = 1000;
/** Names that say "this is the answer", wherever the column stands. */
const TARGET_NAMES = new Set(["class", "label", "target"]);

export type Target =
  | {
      readonly kind: "classes";
      readonly name: string;
      readonly labels: readonly string[];
      /** Class of every row, [rows]. */
      readonly classes: Int32Array;
    }
  | { readonly kind: "numbers"; readonly name: string; readonly scale: Scale; readonly values: Float64Array };

/**
 * @param wanted a column's name or its number from 0; without it the only column called class, label or target, else the last
 * @throws DataError when there is no such column
 */
export function findTarget(columns: readonly Column[], wanted: string | number | undefined): number {
  const names = columns.map((column) => column.name);
  if (wanted === undefined) {
    const likely = names.flatMap((name, index) => (TARGET_NAMES.has(name.toLowerCase()) ? [index] : []));
    return likely.length === 1 ? likely[0]! : names.length - 1;
  }
  const index = typeof wanted === "number" ? wanted : names.indexOf(wanted);
  if (names[index] !== undefined) return index;
  throw new DataError("no-column", {
    by: typeof wanted === "number" ? "number" : "name",
    column: shorten(String(wanted), 40),
    names: listNames(names),
  });
}

/** @throws DataError when cells are missing, or the column is neither a number nor a set of classes */
export function readTarget(column: Column, trainRows: Int32Array): Target {
  const rowCount = column.codes.length;
  const isNumber = isNumeric(column) && !isSetOfIntegers(column);
  refuseMissing(column, isNumber ? column.numberCount : column.numberCount + column.textCount);
  if (isNumber) {
    refuseConstant(column, trainRows);
    return {
      kind: "numbers",
      name: column.name,
      scale: measureScale(column.numbers, trainRows),
      values: column.numbers,
    };
  }
  const target = readClasses(column);
  if (target.labels.length < 2) {
    throw new DataError("one-class", { name: shorten(column.name, 40) });
  }
  if (hasLostTexts(column) || target.labels.length > Math.min(CLASS_LIMIT, rowCount / 2)) {
    throw new DataError("classes-many", {
      name: shorten(column.name, 40),
      count: target.labels.length,
      rows: rowCount,
      limit: CLASS_LIMIT,
    });
  }
  return target;
}

function readClasses(column: Column): Extract<Target, { kind: "classes" }> {
  const { codes, labels } = readLabels(column);
  const known = new Set(labels);
  // Some files end their labels in a full stop, and their companions do not (the test part of "adult" is one).
  const plain = labels.map((label) =>
    label.endsWith(".") && known.has(label.slice(0, -1)) ? label.slice(0, -1) : label,
  );
  const sorted = [...new Set(plain)].sort(compareLabels);
  const classOf = new Map(sorted.map((label, index) => [label, index]));
  return {
    kind: "classes",
    name: column.name,
    labels: sorted.map(detach),
    classes: codes.map((code) => classOf.get(plain[code]!)!),
  };
}

/** Numbers by size, before texts by code unit. */
function compareLabels(a: string, b: string): number {
  const left = parseNumber(a, "thousands");
  const right = parseNumber(b, "thousands");
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  if (Number.isNaN(left) !== Number.isNaN(right)) return Number.isNaN(left) ? 1 : -1;
  return a < b ? -1 : 1;
}

function isSetOfIntegers(column: Column): boolean {
  const distinct = new Set<number>();
  for (const value of column.numbers) {
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value)) return false;
    distinct.add(value);
    if (distinct.size > INTEGER_CLASS_LIMIT) return false;
  }
  return column.numberCount >= INTEGER_CLASS_ROWS * distinct.size;
}

function refuseMissing(column: Column, knownCount: number): void {
  const missingCount = column.codes.length - knownCount;
  if (missingCount === 0) return;
  throw new DataError("target-gaps", { name: shorten(column.name, 40), rows: missingCount });
}

function refuseConstant(column: Column, trainRows: Int32Array): void {
  const first = column.numbers[trainRows[0]!];
  if (trainRows.some((row) => column.numbers[row] !== first)) return;
  throw new DataError("target-constant", { name: shorten(column.name, 40) });
}
