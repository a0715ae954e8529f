/** What one cell of a table says: a number, nothing, or text. */

/** Cells that mean "not known", in lower case. */
const MISSING = new Set(["", "?", "na", "n/a", "nan", "null"]);
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;
const THOUSANDS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
/** Larger magnitudes are no measurement, and their squares would leave the range of a double. */
const LARGEST = 1e100;

/** What a comma inside of a number means: Europe's decimal point, or a mark between thousands. */
export type Comma = "decimal" | "thousands";

/** @param cell without spaces around it */
export function isMissing(cell: string): boolean {
  return cell.length <= 4 && MISSING.has(cell.toLowerCase());
}

/**
 * The number that `cell` spells, or NaN. Hexadecimal and "Infinity" are text.
 * @param cell without spaces around it
 */
export function parseNumber(cell: string, comma: Comma): number {
  if (NUMBER.test(cell)) return bounded(Number(cell));
  if (!cell.includes(",")) return Number.NaN;
  if (comma === "decimal")
    return DECIMAL_COMMA.test(cell) ? bounded(Number(cell.replace(",", "."))) : Number.NaN;
  return THOUSANDS.test(cell) ? bounded(Number(cell.replaceAll(",", ""))) : Number.NaN;
}

/** Where commas separate the cells, one inside of a (quoted) number can only separate thousands. */
export function commaIn(delimiter: string): Comma {
  return delimiter === "," ? "thousands" : "decimal";
}

function bounded(value: number): number {
  return Math.abs(value) <= LARGEST ? value : Number.NaN;
}
