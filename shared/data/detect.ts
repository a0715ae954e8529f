/**
 * From files to a dataset: what kind of data they hold, and which of them is which. One text file is text; one CSV is a
 * table, or a time series when dates come first; two CSVs are a table to learn from and one to test on; two or four IDX
 * files are images with labels. A tokenizer.json beside a text is no data: tokenizer-file.ts finds it. Names only break ties,
 * contents decide.
 */
import { must, unreachable } from "../core/assert.ts";
import { commaIn, parseNumber } from "./cell.ts";
import { type CsvSample, parseCsv, type RawTable, sampleCsv } from "./csv.ts";
import { DataError } from "./data-error.ts";
import { FILE_LIMIT_BYTES, megabytes } from "./file-limit.ts";
import { isIdx } from "./idx.ts";
import { createImageDataset, type ImageDataset, type LabelledImages } from "./images.ts";
import { createSeriesDataset, isTimeSeries, type SeriesDataset } from "./series.ts";
import { createTableDataset, type TableDataset } from "./table.ts";
import { decodeWhole } from "./text-bytes.ts";
import { createTextDataset, type TextDataset, type TextOptions } from "./text.ts";
import type { Tokenizer } from "./tokenizer.ts";
import { shorten } from "./wording.ts";

/** What is looked at to tell a table without a telling name from prose. */
const SNIFF_BYTES = 1 << 16;
const SNIFF_ROWS = 5;
const DEFAULT_BLOCK_SIZE = 64;

export interface DataFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type DataKind = "text" | "table" | "series" | "images";

export type OpenedDataset = TextDataset | TableDataset | SeriesDataset | ImageDataset;

export interface OpenOptions {
  /** Default: what the files hold. */
  readonly kind?: DataKind | undefined;
  /** Text: tokens per sample, 64 by default. */
  readonly blockSize?: number | undefined;
  readonly vocabulary?: TextOptions["vocabulary"];
  /** Text: what `findTokenizer` found among the files. */
  readonly tokenizer?: Tokenizer | undefined;
  /** Tables and series: the column to predict, by name or number from 0. */
  readonly target?: string | number | undefined;
  /** Series: past values that the model sees. */
  readonly window?: number | undefined;
  /** Images: how many at the end of the file are held out. */
  readonly testCount?: number | undefined;
  /** Tables: decides which rows are held out. */
  readonly seed?: string | undefined;
}

/** @throws DataError when the files do not belong together or are too large, compressed or unreadable */
export function detectKind(files: readonly DataFile[]): DataKind {
  return inspect(files, undefined).kind;
}

/** @throws DataError when the files cannot be trained on */
export function openDataset(files: readonly DataFile[], options: OpenOptions = {}): OpenedDataset {
  const { tokenizer } = options;
  const found =
    tokenizer === undefined
      ? inspect(files, options.kind)
      : inspect(withoutTokenizer(files, tokenizer), "text");
  switch (found.kind) {
    case "text":
      return createTextDataset(found.bytes, {
        blockSize: options.blockSize ?? DEFAULT_BLOCK_SIZE,
        vocabulary: options.vocabulary,
        tokenizer,
      });
    case "table":
      return createTableDataset(found.table, {
        target: options.target,
        test: found.test,
        seed: options.seed,
      });
    case "series":
      return createSeriesDataset(found.table, { window: options.window, column: options.target });
    case "images":
      return createImageDataset(found.train, { test: found.test, testCount: options.testCount });
    default:
      return unreachable(found);
  }
}

/** What is learned from. The tokenizer is known by its bytes, which are those of one of the files. */
export function withoutTokenizer(files: readonly DataFile[], { file }: Tokenizer): readonly DataFile[] {
  return files.filter(({ bytes }) => bytes !== file);
}

type Found =
  | { readonly kind: "text"; readonly bytes: Uint8Array }
  | { readonly kind: "table"; readonly table: RawTable; readonly test: RawTable | undefined }
  | { readonly kind: "series"; readonly table: RawTable }
  | { readonly kind: "images"; readonly train: LabelledImages; readonly test: LabelledImages | undefined };

function inspect(files: readonly DataFile[], wanted: DataKind | undefined): Found {
  const [first] = files;
  if (first === undefined) throw new DataError("none");
  files.forEach(refuseUnreadable);
  if (wanted === "images" || (wanted === undefined && files.some(({ bytes }) => isIdx(bytes))))
    return pairImages(files);
  const areTables = wanted === undefined ? files.every(looksLikeTable) : wanted !== "text";
  if (areTables && files.length <= 2) return readTables(files, wanted);
  if (files.length > 1) {
    throw new DataError("mixed", { count: files.length });
  }
  return { kind: "text", bytes: first.bytes };
}

function readTables(files: readonly DataFile[], wanted: DataKind | undefined): Found {
  const [first, test] = trainFirst(files).map(({ bytes }) => parseCsv(bytes));
  const table = must(first, "at least one file was checked to be there");
  const isSeries = wanted === "series" || (wanted === undefined && test === undefined && isTimeSeries(table));
  if (!isSeries) return { kind: "table", table, test };
  if (test === undefined) return { kind: "series", table };
  throw new DataError("series-files");
}

function pairImages(files: readonly DataFile[]): Found {
  const ordered = trainFirst(files);
  const images = ordered.filter(({ bytes }) => isIdx(bytes) && bytes[3] === 3);
  const labels = ordered.filter(({ bytes }) => isIdx(bytes) && bytes[3] === 1);
  const isPaired = images.length === labels.length && images.length + labels.length === files.length;
  const [train, test] = images.map(({ bytes }, index) => ({
    images: bytes,
    labels: labels[index]?.bytes ?? bytes,
  }));
  if (isPaired && train !== undefined && files.length <= 4) return { kind: "images", train, test };
  throw new DataError("image-files", { images: images.length, labels: labels.length, count: files.length });
}

/** Files with "test" or "t10k" in their name go last, then smaller ones of the same kind. */
function trainFirst(files: readonly DataFile[]): DataFile[] {
  const isTest = ({ name }: DataFile) => Number(/test|t10k/i.test(name));
  return files.toSorted((a, b) => isTest(a) - isTest(b) || b.bytes.length - a.bytes.length);
}

function refuseUnreadable({ name, bytes }: DataFile): void {
  const shown = shorten(name, 60);
  if (bytes.length > FILE_LIMIT_BYTES) {
    throw new DataError("large", { name: shown, limit: megabytes(FILE_LIMIT_BYTES) });
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw new DataError("gzip", { name: shown });
  }
}

/** By name, or because all of its first lines have the same two or more fields and one column holds only numbers. */
function looksLikeTable({ name, bytes }: DataFile): boolean {
  if (/\.(csv|tsv)$/i.test(name)) return true;
  const head = bytes.subarray(0, SNIFF_BYTES);
  if (head.includes(0)) return false;
  const { text } = decodeWhole(head);
  const isCut = bytes.length > SNIFF_BYTES;
  return isEven(sampleCsv(isCut ? text.slice(0, text.lastIndexOf("\n") + 1) : text));
}

function isEven({ delimiter, rows }: CsvSample): boolean {
  const [first, ...rest] = rows;
  if (first === undefined || rows.length < SNIFF_ROWS || first.length < 2) return false;
  if (rest.some((row) => row.length !== first.length)) return false;
  const comma = commaIn(delimiter);
  return first.some((_, index) => rest.every((row) => !Number.isNaN(parseNumber(row[index]!, comma))));
}
