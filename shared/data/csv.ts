/**
 * CSV files of every common dialect: the delimiter and the header are detected, blank lines are skipped, and lines after
 * the table (footnotes) are left out. papaparse takes the text apart; what a cell means is decided in column.ts.
 */
// oxlint-disable-next-line typescript/triple-slash-reference -- nothing else brings a declaration along to importers in other folders
/// <reference path="./papaparse.d.ts" />
import Papa from "papaparse";
import { type Comma, commaIn, isMissing, parseNumber } from "./cell.ts";
import { type Column, ColumnBuilder, createTextBudget, detach } from "./column.ts";
import { DataError } from "./data-error.ts";
import { decodeWhole, refuseBinary } from "./text-bytes.ts";
import { formatCount, plural, shorten } from "./wording.ts";

/** Characters that are taken apart at once. */
const CHUNK_CHARACTERS = 1 << 20;
/** Longest row. More text than this without the end of a row means a quotation mark that never closes. */
const ROW_CHARACTERS = 1 << 23;
/** What is looked at to find the delimiter and the header. */
const SNIFF_CHARACTERS = 1 << 18;
const SNIFF_ROWS = 60;
/** Wider than any table that a browser trains on; a line beyond it is not a row but some other format. */
const COLUMN_LIMIT = 5000;
/** More lines than these after the last row are not footnotes. */
const FOOTNOTE_LIMIT = 10;

export interface RawTable {
  readonly columns: readonly Column[];
  readonly rowCount: number;
  readonly hasHeader: boolean;
  readonly notes: readonly string[];
}

export interface CsvSample {
  readonly delimiter: string;
  readonly lineEnd: string;
  /** The first rows, blank lines left out, cells trimmed. */
  readonly rows: readonly (readonly string[])[];
}

/** @throws DataError when the bytes are no text, rows differ in length, or there is no row */
export function parseCsv(bytes: Uint8Array): RawTable {
  refuseBinary(bytes);
  const { text, encoding } = decodeWhole(bytes);
  const sample = sampleCsv(text);
  const first = sample.rows[0];
  if (first === undefined) throw new DataError("blank");
  if (first.length > COLUMN_LIMIT) {
    throw new DataError("columns-many", { count: first.length, limit: COLUMN_LIMIT });
  }
  const hasHeader = detectHeader(sample);
  const reader = new RowReader(first.length, commaIn(sample.delimiter), hasHeader);
  readRows(text, sample, reader);
  const notes = reader.finish();
  if (encoding !== "UTF-8") notes.unshift(`The file is not UTF-8 and was read as ${encoding}.`);
  const names = hasHeader ? nameColumns(first) : first.map((_, index) => `column ${index + 1}`);
  return { columns: reader.columns(names), rowCount: reader.rowCount, hasHeader, notes };
}

/** The first rows of `text` and the delimiter that cuts them most evenly; "," when the text has no columns. */
export function sampleCsv(text: string): CsvSample {
  const { data, meta } = Papa.parse(text.slice(0, SNIFF_CHARACTERS), { preview: SNIFF_ROWS });
  // The slice may end within a row, so its last one counts only when it is the only one.
  const isCut = text.length > SNIFF_CHARACTERS && data.length > 1 && data.length < SNIFF_ROWS;
  const rows = (isCut ? data.slice(0, -1) : data).map((row) => row.map((cell) => cell.trim()));
  return { delimiter: meta.delimiter, lineEnd: meta.linebreak, rows: rows.filter((row) => !isBlank(row)) };
}

/**
 * A header is a first row of different texts without numbers, which either stands over a column of numbers or names
 * nothing that occurs again below it.
 */
export function detectHeader({ delimiter, rows }: CsvSample): boolean {
  const [first, ...rest] = rows;
  const comma = commaIn(delimiter);
  const isNumber = (cell: string) => !Number.isNaN(parseNumber(cell, comma));
  if (first === undefined) return false;
  const names = first.filter((cell) => cell !== "");
  if (names.length === 0 || new Set(names).size < names.length) return false;
  if (names.some((name) => isMissing(name) || isNumber(name))) return false;
  const below = first.map((_, index) =>
    rest.map((row) => row[index] ?? "").filter((cell) => !isMissing(cell)),
  );
  const standsOverNumbers = below.some(
    (cells, index) => first[index] !== "" && cells.length > 0 && cells.every(isNumber),
  );
  return standsOverNumbers || first.every((cell, index) => cell === "" || !below[index]!.includes(cell));
}

/**
 * Takes the text apart chunk by chunk; a row that a chunk cuts is read again at the start of the next one. papaparse's own
 * chunks call each other recursively and would keep all of them in memory.
 */
function readRows(text: string, { delimiter, lineEnd }: CsvSample, reader: RowReader): void {
  let size = CHUNK_CHARACTERS;
  for (let start = 0; start < text.length;) {
    const isLast = start + size >= text.length;
    const parser = new Papa.Parser({ delimiter, newline: lineEnd });
    const { data, errors, meta } = parser.parse(text.slice(start, start + size), 0, !isLast);
    for (const row of data) reader.read(row);
    if (isLast && errors.some(({ code }) => code === "MissingQuotes")) reader.refuseOpenQuote();
    if (isLast) return;
    start += meta.cursor;
    size = meta.cursor > 0 ? CHUNK_CHARACTERS : 2 * size;
    if (size > ROW_CHARACTERS) reader.refuseLongRow();
  }
}

interface Misfit {
  readonly line: number;
  readonly fieldCount: number;
  readonly isAfterBlank: boolean;
}

/**
 * Takes rows in order and checks their length. A line of another length ends the table: what follows are footnotes, or, if
 * a row with a number is among it, the line was a broken row.
 */
class RowReader {
  readonly #builders: readonly ColumnBuilder[];
  readonly #misfits: Misfit[] = [];
  readonly #comma: Comma;
  #isHeaderNext: boolean;
  #line = 1;
  #lastRowLine = 1;
  #isAfterBlank = false;
  rowCount = 0;

  constructor(columnCount: number, comma: Comma, hasHeader: boolean) {
    const budget = createTextBudget();
    this.#builders = Array.from({ length: columnCount }, () => new ColumnBuilder(budget, comma));
    this.#comma = comma;
    this.#isHeaderNext = hasHeader;
  }

  read(row: readonly string[]): void {
    this.#lastRowLine = this.#line;
    this.#line += 1 + countLineBreaks(row);
    if (isBlank(row)) {
      this.#isAfterBlank = true;
      return;
    }
    const [misfit] = this.#misfits;
    const isRow = row.length === this.#builders.length;
    if (misfit !== undefined && isRow && row.some((cell) => this.#isNumber(cell))) this.#refuse(misfit);
    else if (misfit !== undefined || !isRow) this.#keepMisfit(row.length);
    else if (this.#isHeaderNext) this.#isHeaderNext = false;
    else {
      this.#builders.forEach((builder, index) => builder.push(row[index]!));
      this.rowCount++;
    }
    this.#isAfterBlank = false;
  }

  /** Notes about what was left out. */
  finish(): string[] {
    const [first] = this.#misfits;
    if (first === undefined) return [];
    const isFootnote =
      this.rowCount > 0 && this.#builders.length > 1 && (first.isAfterBlank || first.fieldCount === 1);
    if (!isFootnote) this.#refuse(first);
    return [
      `${plural(this.#misfits.length, "line")} after the table, from line ${formatCount(first.line)} on, were left out.`,
    ];
  }

  columns(names: readonly string[]): Column[] {
    return this.#builders.map((builder, index) => builder.finish(names[index]!));
  }

  refuseOpenQuote(): never {
    throw new DataError("quote-open", { line: this.#lastRowLine });
  }

  refuseLongRow(): never {
    throw new DataError("row-long", { line: this.#line, limit: ROW_CHARACTERS });
  }

  #isNumber(cell: string): boolean {
    return !Number.isNaN(parseNumber(cell.trim(), this.#comma));
  }

  #keepMisfit(fieldCount: number): void {
    const misfit = { line: this.#lastRowLine, fieldCount, isAfterBlank: this.#isAfterBlank };
    if (this.#misfits.length === FOOTNOTE_LIMIT) this.#refuse(this.#misfits[0]!);
    this.#misfits.push(misfit);
  }

  #refuse({ line, fieldCount }: Misfit): never {
    throw new DataError("row-fields", { line, count: fieldCount, expected: this.#builders.length });
  }
}

function nameColumns(header: readonly string[]): string[] {
  return header.map((cell, index) =>
    cell === "" ? `column ${index + 1}` : detach(shorten(cell.replace(/\s+/g, " "), 60)),
  );
}

function isBlank(row: readonly string[]): boolean {
  return row.every((cell) => cell.trim() === "");
}

/** Line breaks inside of quoted cells. */
function countLineBreaks(row: readonly string[]): number {
  let count = 0;
  for (const cell of row) {
    for (let at = cell.indexOf("\n"); at >= 0; at = cell.indexOf("\n", at + 1)) count++;
  }
  return count;
}
