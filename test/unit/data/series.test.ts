import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../shared/data/csv.ts";
import { createSeriesDataset, isTimeSeries } from "../../../shared/data/series.ts";
import { dailyCsv, utf8 } from "./data-fixtures.ts";
import { expectDataError } from "./expect-data-error.ts";

const parse = (text: string) => parseCsv(utf8(text));
const RAMP = `Date,Temp\n${dailyCsv(100, (day) => String(day))}`;

describe("time series detection", () => {
  it.each([
    ["days", RAMP],
    ["no header", dailyCsv(50, (day) => `${day % 9}.5`)],
    [
      "quoted cells and Windows line ends",
      '"Date","T"\r\n"1981-01-01",2.5\r\n"1981-01-02",2.6\r\n"1981-01-03",1.6',
    ],
    ["months", "month;value\n1981-11;5,5\n1981-12;6,5\n1982-01;7,5"],
    ["days first", "d,v\n30.01.1999,1\n31.01.1999,2\n01.02.1999,3"],
    ["months first", "d,v\n01/30/1999,1\n01/31/1999,2\n02/01/1999,3"],
    ["times", "t,v\n2024-01-01 09:00,1\n2024-01-01 10:00,2\n2024-01-01T11:00:30Z,4"],
    ["years", "year,spots\n1700,5\n1701,11\n1702,16\n1703,23"],
    ["newest first", "d,v\n1999-03-01,1\n1999-02-01,2\n1999-01-01,3"],
  ])("accepts %s", (_name, text) => expect(isTimeSeries(parse(text))).toBe(true));

  it.each([
    ["unordered dates", "d,v\n1999-03-01,1\n1999-01-01,2\n1999-02-01,3"],
    ["two columns of numbers", "d,a,b\n1999-01-01,1,2\n1999-01-02,2,3"],
    ["numbers first", "x,y\n1.5,2\n2.5,3\n3.5,4"],
    ["names first", "name,v\nIda,1\nEmil,2\nPip,3"],
    ["many rows per date", "d,v\n1999-01-01,1\n1999-01-01,2\n1999-01-02,3\n1999-01-02,4"],
    ["impossible dates", "d,v\n1999-13-01,1\n1999-13-02,2\n1999-13-03,3"],
  ])("declines %s", (_name, text) => expect(isTimeSeries(parse(text))).toBe(false));
});

describe("a series dataset", () => {
  it("asks for the next value after a window, and holds out the last fifth", () => {
    const data = createSeriesDataset(parse(RAMP), { window: 7 });
    expect(data.task).toEqual({
      kind: "table",
      numericCount: 7,
      categoricalCount: 0,
      categoryCount: 0,
      output: { kind: "numbers", count: 1 },
    });
    expect([data.sampleCount("train"), data.sampleCount("test")]).toEqual([80 - 7, 20]);
    const original = (split: "train" | "test", index: number, name: string) =>
      [...data.batch(split, [index])[name]!.data].map((value) => Math.round(data.toOriginal(value)) + 0);
    expect(original("train", 0, "features")).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(original("train", 0, "targets")).toEqual([7]);
    expect(original("test", 0, "features")).toEqual([73, 74, 75, 76, 77, 78, 79]);
    expect(original("test", 19, "targets")).toEqual([99]);
    expect(data.batch("test", [0, 1])["features"]).toMatchObject({ elementType: "float32", shape: [2, 7] });
    expect(data.batch("test", [0, 1])["targets"]).toMatchObject({ elementType: "float32", shape: [2, 1] });
  });

  it("standardises by the part that is learned from", () => {
    const data = createSeriesDataset(parse(RAMP));
    expect(data.toOriginal(0)).toBeCloseTo(39.5, 9);
  });

  it("knows the error of yesterday's value as forecast", () => {
    expect(createSeriesDataset(parse(RAMP)).naiveMeanAbsoluteError()).toBe(1);
    const zigzag = createSeriesDataset(parse(dailyCsv(100, (day) => String(day % 2 ? 5 : 2))));
    expect(zigzag.naiveMeanAbsoluteError()).toBe(3);
  });

  it("survives blank lines and footnotes at the end, gaps and stray texts", () => {
    const values = (day: number) => (day === 10 ? "" : day === 20 ? "?0.2" : String(day));
    const text = `Date,Temp\r\n${dailyCsv(100, values).replaceAll("\n", "\r\n")}\r\n\r\nDaily temperatures in Melbourne, Australia, 1981-1990\r\nSource: Bureau, Australia\r\n`;
    const table = parse(text);
    expect(isTimeSeries(table)).toBe(true);
    const data = createSeriesDataset(table, { window: 7 });
    expect(data.description).toContain('100 values of "Temp" from 1981-01-01 to 1981-04-16');
    expect(data.notes.join(" ")).toContain("2 missing values repeat the value before");
    const targets = [...data.batch("train", [3, 13])["targets"]!.data];
    expect(targets.map((value) => Math.round(data.toOriginal(value)))).toEqual([9, 19]);
  });

  it("turns a file around whose newest row comes first", () => {
    const [header, ...rows] = RAMP.split("\n");
    const data = createSeriesDataset(parse([header, ...rows.reverse()].join("\n")), { window: 5 });
    expect(Math.round(data.toOriginal(data.batch("test", [19])["targets"]!.data[0]!))).toBe(99);
    expect(data.notes.join()).toContain("turned around");
  });

  it("takes the column that is asked for", () => {
    const rows = dailyCsv(60, (day) => `${day},${100 - day}`);
    const table = parse(`date,up,down\n${rows}`);
    expectDataError(() => createSeriesDataset(table), /2 columns of numbers/);
    expect(createSeriesDataset(table, { column: "down" }).truth(11)).toBe("41");
    expect(createSeriesDataset(table, { column: 1 }).truth(11)).toBe("59");
    expectDataError(
      () => createSeriesDataset(table, { column: "left" }),
      /no column of numbers called “left”/,
    );
  });

  it("asks in words", () => {
    const data = createSeriesDataset(parse(RAMP), { window: 7 });
    expect(data.question(0)).toBe("1981-03-25, after 75, 76, 77, 78, 79");
    expect(data.truth(0)).toBe("80");
    expect(data.answer([0])).toBe("39.5");
  });

  it("refuses too few values, long windows and missing dates", () => {
    expectDataError(() => createSeriesDataset(parse(dailyCsv(15, String))), /15 values.*at least 20/);
    expectDataError(
      () => createSeriesDataset(parse(RAMP), { window: 90 }),
      /windows of 90 need at least 114/,
    );
    expectDataError(() => createSeriesDataset(parse("x,y\n1,2\n3,4\n")), /dates in order/);
    expectDataError(() => createSeriesDataset(parse("d,v\n1999-01-01,a\n1999-01-02,b")), /holds numbers/);
  });
});
