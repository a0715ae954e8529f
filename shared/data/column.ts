/**
 * One column of a table as it was read: a number per row where the cell spells one, else the text's number in a list of
 * the column's different texts. Cells are not kept, so 100 MB of CSV stay below a few hundred MB.
 */
import { type Comma, isMissing, parseNumber } from "./cell.ts";

/** In `codes`: the cell is a number or missing. */
export const NO_TEXT = -1;
/** In `codes`: some text that was not kept, because the table has too many different ones. */
export const LOST_TEXT = -2;
/** Different texts that one table keeps over all columns (each costs some 100 bytes). Past that, texts are lost. */
const TEXT_BUDGET = 2_000_000;
/** A column of numbers may hold this share of other texts ("n.a.", "broken"); they then count as missing. */
const STRAY_SHARE = 0.02;

export interface Column {
  readonly name: string;
  /** NaN where the cell is missing or text. */
  readonly numbers: Float64Array;
  /** Index into `texts`, NO_TEXT or LOST_TEXT. */
  readonly codes: Int32Array;
  readonly texts: readonly string[];
  readonly numberCount: number;
  readonly textCount: number;
}

export interface TextBudget {
  left: number;
}

export function createTextBudget(): TextBudget {
  return { left: TEXT_BUDGET };
}

/** Numbers, up to a few strays that count as missing. */
export function isNumeric(column: Column): boolean {
  return column.numberCount > 0 && column.textCount <= STRAY_SHARE * (column.numberCount + column.textCount);
}

/** Whether the table had more different texts than are kept, so that some of this column's are lost. */
export function hasLostTexts(column: Column): boolean {
  return column.codes.includes(LOST_TEXT);
}

/** Collects the cells of one column; arrays double when they are full. */
export class ColumnBuilder {
  readonly #budget: TextBudget;
  readonly #comma: Comma;
  readonly #codeOf = new Map<string, number>();
  #numbers = new Float64Array(64);
  #codes = new Int32Array(64);
  #rowCount = 0;
  #numberCount = 0;
  #textCount = 0;

  constructor(budget: TextBudget, comma: Comma) {
    this.#budget = budget;
    this.#comma = comma;
  }

  push(cell: string): void {
    this.#grow();
    const text = cell.trim();
    const value = parseNumber(text, this.#comma);
    const isText = Number.isNaN(value) && !isMissing(text);
    this.#numbers[this.#rowCount] = value;
    this.#codes[this.#rowCount] = isText ? this.#encode(text) : NO_TEXT;
    this.#rowCount++;
    if (isText) this.#textCount++;
    else if (!Number.isNaN(value)) this.#numberCount++;
  }

  finish(name: string): Column {
    return {
      name,
      numbers: this.#numbers.slice(0, this.#rowCount),
      codes: this.#codes.slice(0, this.#rowCount),
      texts: [...this.#codeOf.keys()],
      numberCount: this.#numberCount,
      textCount: this.#textCount,
    };
  }

  #encode(text: string): number {
    const known = this.#codeOf.get(text);
    if (known !== undefined) return known;
    if (this.#budget.left === 0) return LOST_TEXT;
    this.#budget.left--;
    const code = this.#codeOf.size;
    this.#codeOf.set(text, code);
    return code;
  }

  #grow(): void {
    if (this.#rowCount < this.#codes.length) return;
    const numbers = new Float64Array(2 * this.#rowCount);
    const codes = new Int32Array(2 * this.#rowCount);
    numbers.set(this.#numbers);
    codes.set(this.#codes);
    this.#numbers = numbers;
    this.#codes = codes;
  }
}

/** The rows of `first`, then those of `second`; the name is that of `first`. */
export function appendColumn(first: Column, second: Column): Column {
  const codeOf = new Map(first.texts.map((text, code) => [text, code]));
  const translated = second.texts.map((text) => {
    const code = codeOf.get(text) ?? codeOf.size;
    codeOf.set(text, code);
    return code;
  });
  const codes = new Int32Array(first.codes.length + second.codes.length);
  codes.set(first.codes);
  second.codes.forEach(
    (code, row) => (codes[first.codes.length + row] = code < 0 ? code : translated[code]!),
  );
  const numbers = new Float64Array(codes.length);
  numbers.set(first.numbers);
  numbers.set(second.numbers, first.numbers.length);
  return {
    name: first.name,
    numbers,
    codes,
    texts: [...codeOf.keys()],
    numberCount: first.numberCount + second.numberCount,
    textCount: first.textCount + second.textCount,
  };
}

/** A copy of the string: a piece cut from a file's text would keep all of that text in memory. */
export function detach(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
