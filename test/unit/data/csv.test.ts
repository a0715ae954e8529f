import { describe, expect, it } from "vitest";
import { isNumeric } from "../../../shared/data/column.ts";
import { parseCsv } from "../../../shared/data/csv.ts";
import { utf8 } from "./data-fixtures.ts";
import { expectDataError } from "./expect-data-error.ts";

const parse = (text: string) => parseCsv(utf8(text));
const numbersOf = (text: string) => parse(text).columns.map((column) => [...column.numbers]);

describe("the CSV reader", () => {
  it("finds the header over a column of numbers", () => {
    const table = parse("name,age\nIda,30\nEmil,40\n");
    expect(table).toMatchObject({ hasHeader: true, rowCount: 2 });
    expect(table.columns.map(({ name }) => name)).toEqual(["name", "age"]);
  });

  it("finds the header of a table without numbers, because its words do not come back", () => {
    expect(parse("shape,color\nround,red\nflat,blue\nround,blue\n").hasHeader).toBe(true);
    expect(parse("round,red\nflat,blue\nround,red\n").hasHeader).toBe(false);
  });

  it("takes a first row with a number or a missing value for data", () => {
    expect(parse("5,yes\n6,no\n").rowCount).toBe(2);
    expect(parse("?,yes\n6,no\n").rowCount).toBe(2);
    expect(parse("5,yes\n6,no\n").columns.map(({ name }) => name)).toEqual(["column 1", "column 2"]);
  });

  it.each([",", ";", "\t", "|"])("finds the delimiter %j", (delimiter) => {
    const text = ["a,b,c", "1,2,x", "3,4,y"].join("\n").replaceAll(",", delimiter);
    expect(numbersOf(text)).toEqual([
      [1, 3],
      [2, 4],
      [Number.NaN, Number.NaN],
    ]);
  });

  it("reads a comma as decimal point where it does not separate, and between thousands where it does", () => {
    expect(numbersOf("x;y\n1,5;2\n2,25;3")[0]).toEqual([1.5, 2.25]);
    expect(numbersOf('x,y\n"1,500",2\n"2,250,000",3')[0]).toEqual([1500, 2250000]);
  });

  it("trims spaces and knows missing values", () => {
    const [first, second] = parse("a, b\n 1 , x\n ?, NA\n NaN , null\n,\n 2, y ").columns;
    // The row "," has nothing in it, like a blank line.
    expect([...first!.numbers]).toEqual([1, Number.NaN, Number.NaN, 2]);
    expect(first!.textCount).toBe(0);
    expect(second!.texts).toEqual(["x", "y"]);
    expect([...second!.codes]).toEqual([0, -1, -1, 1]);
  });

  it("reads quoted cells with delimiters, quotes and line breaks inside", () => {
    const table = parse('a,b\n"x, ""y""\nz",1\nw,2\n');
    expect(table.columns[0]!.texts).toEqual(['x, "y"\nz', "w"]);
    expect(table.rowCount).toBe(2);
  });

  it("reads rows that a chunk of one megabyte cuts", () => {
    const rows = Array.from({ length: 60_000 }, (_, row) => `${row},"say ""${row}"",\nplease"`);
    const table = parse(`n,text\n${rows.join("\n")}`);
    expect(table.rowCount).toBe(60_000);
    expect(table.columns[0]!.numbers.every((value, row) => value === row)).toBe(true);
    expect(table.columns[1]!.texts[59_999]).toBe('say "59999",\nplease');
  });

  it("reads Windows line ends, old Mac line ends and a byte-order mark", () => {
    expect(numbersOf("\uFEFFa,b\r\n1,2\r\n3,4\r\n")).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(numbersOf("a,b\r1,2\r3,4\r")).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(parse("\uFEFFa,b\n1,2").columns[0]!.name).toBe("a");
  });

  it("reads files that are not UTF-8 as Windows-1252, and says so", () => {
    const bytes = utf8("name,size\nMxnchen,3\nKxln,4\n").map((byte) => (byte === 120 ? 0xf6 : byte));
    const table = parseCsv(bytes);
    expect(table.columns[0]!.texts).toEqual(["Mönchen", "Köln"]);
    expect(table.notes.join()).toContain("Windows-1252");
  });

  it("counts a column as numeric despite a few stray texts", () => {
    const rows = Array.from({ length: 200 }, (_, row) => (row < 3 ? "?0.2,1" : `${row},1`));
    expect(isNumeric(parse(`x,y\n${rows.join("\n")}`).columns[0]!)).toBe(true);
    expect(isNumeric(parse("x,y\n1,1\n2,2\nmany,3").columns[0]!)).toBe(false);
  });

  it("leaves out blank lines anywhere and footnotes at the end", () => {
    const table = parse(
      "day,value\n\n1,2\n\n3,4\n\nSource: the village, 1981, by hand\nAll rights reserved\n",
    );
    expect(table.rowCount).toBe(2);
    expect(table.notes).toEqual(["2 lines after the table, from line 7 on, were left out."]);
  });

  it("names the line of a ragged row", () => {
    expectDataError(
      () => parse("a,b,c\n1,2,3\n4,5\n6,7,8\n"),
      /Line 3 has 2 fields, but the first line has 3/,
    );
    expectDataError(() => parse('a,b\n"x\ny",1\n1,2,3\n'), /Line 4 has 3 fields/);
    expectDataError(() => parse("a,b,c\n1,2,3\n4,5\n"), /Line 3/);
    expectDataError(() => parse("a,b\n1,2\nnote\n3,4\n"), /Line 3 has 1 field,/);
  });

  it("refuses what is no table", () => {
    expectDataError(() => parse(""), /empty/);
    expectDataError(() => parse("\n \n,,\n"), /blank/);
    expectDataError(() => parse("a,b\0c"), /zero byte/);
    expectDataError(() => parse(",x".repeat(6000)), /6,001 fields/);
    expectDataError(() => parse('a,b\n1,"2\n3,4\n'), /line 2 and never closes/);
    expectDataError(() => parse(`a,b\n1,"${"2\n3,4\n".repeat(2_000_000)}`), /begins in line 2 does not end/);
  });
});
