import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../shared/data/csv.ts";
import { createTableDataset, type TableOptions } from "../../../shared/data/table.ts";
import { utf8 } from "./data-fixtures.ts";
import { expectDataError } from "./expect-data-error.ts";

const open = (text: string, options: TableOptions = {}) => createTableDataset(parseCsv(utf8(text)), options);
const table = (header: string, rowCount: number, row: (index: number) => string) =>
  [header, ...Array.from({ length: rowCount }, (_, index) => row(index))].join("\n");
const all = (count: number) => Array.from({ length: count }, (_, index) => index);

const PETS = table("age,color,weight,kind", 40, (row) => {
  const color = ["red", "blue", "?"][row % 3];
  return `${row % 7},${color},${row % 4 === 0 ? "NA" : row / 2},${row % 2 === 0 ? "cat" : "dog"}`;
});

describe("a table dataset", () => {
  it("describes its task: numbers, marks of missing values, categories, classes", () => {
    const data = open(PETS);
    // age, weight and the mark of weight; color with "other", red and blue.
    expect(data.task).toEqual({
      kind: "table",
      numericCount: 3,
      categoricalCount: 1,
      categoryCount: 3,
      output: { kind: "classes", count: 2 },
    });
    expect(data.answers).toEqual({ kind: "classes", labels: ["cat", "dog"] });
    expect([data.sampleCount("train"), data.sampleCount("test")]).toEqual([36, 4]);
    expect(data.description).toContain(
      '2 numeric and 1 categorical columns predict "kind", one of 2 classes',
    );
  });

  it("standardises numbers by the rows that are learned from", () => {
    const data = open(PETS);
    const { features } = data.batch("train", all(36));
    expect(features!.shape).toEqual([36, 3]);
    const ages = all(36).map((row) => features!.data[row * 3]!);
    const mean = ages.reduce((sum, age) => sum + age, 0) / 36;
    const variance = ages.reduce((sum, age) => sum + (age - mean) ** 2, 0) / 36;
    expect(mean).toBeCloseTo(0, 5);
    expect(variance).toBeCloseTo(1, 5);
  });

  it("puts the mean into missing numbers and marks them", () => {
    const { features } = open(PETS).batch("train", all(36));
    const weights = all(36).map((row) => [features!.data[row * 3 + 1]!, features!.data[row * 3 + 2]!]);
    const missing = weights.filter(([, mark]) => mark === 1);
    expect(missing.length).toBeGreaterThan(5);
    expect(missing.every(([value]) => value === 0)).toBe(true);
    expect(weights.filter(([, mark]) => mark === 0).length + missing.length).toBe(36);
  });

  it("gives categories joint numbers, with an own one for missing, rare and unseen texts in each column", () => {
    const train = table(
      "a,b,y",
      30,
      (row) => `${row % 2 ? "x" : "z"},${["p", "p", "q", "?"][row % 4]},${row % 5 ? "n" : "m"}`,
    );
    const test = "a,b,y\nx,q,n\nnew,?,m\nz,once,n";
    const data = open(train, { test: parseCsv(utf8(test)) });
    expect(data.task).toMatchObject({ numericCount: 0, categoricalCount: 2, categoryCount: 6 });
    const batch = data.batch("test", [0, 1, 2]);
    expect(Object.keys(batch).sort()).toEqual(["categories", "targets"]);
    // a: other 0, x 1, z 2 (equally frequent, so in order of the text); b: other 3, p 4, q 5.
    expect([...batch["categories"]!.data]).toEqual([1, 5, 0, 3, 2, 3]);
    expect(batch["categories"]).toMatchObject({ elementType: "int32", shape: [3, 2] });
  });

  it("keeps the most frequent 256 categories of a column", () => {
    const data = open(table("word,y", 2000, (row) => `w${row % 400},${row % 2}`));
    expect(data.task).toMatchObject({ categoricalCount: 1, categoryCount: 257 });
  });

  it("leaves out columns that tell nothing, and says why", () => {
    const text = table(
      "id,name,same,empty,x,y",
      40,
      (row) => `${row + 1},person ${row},5,?,${row % 9},${row % 2}`,
    );
    const data = open(text);
    expect(data.task).toMatchObject({ numericCount: 1, categoricalCount: 0 });
    expect(data.notes).toEqual([
      'Column "id" was left out: it only counts the rows.',
      'Column "name" was left out: nearly every row has a text of its own.',
      'Column "same" was left out: every row has the same value.',
      'Column "empty" was left out: it has no values.',
    ]);
  });

  it("predicts the last column, one called class, or the one that is asked for", () => {
    const text = table("class,size,color", 40, (row) => `${row % 3},${row % 8},${row % 2 ? "red" : "blue"}`);
    expect(open(text).targetName).toBe("class");
    expect(open(text, { target: "color" }).targetName).toBe("color");
    expect(open(text, { target: 1 }).targetName).toBe("size");
    expect(open(PETS).targetName).toBe("kind");
  });

  it("takes few whole numbers for classes, in order of size, and other numbers for numbers", () => {
    const classes = open(table("x,y", 60, (row) => `${row / 2},${[10, 2, -1][row % 3]}`));
    expect(classes.answers).toEqual({ kind: "classes", labels: ["-1", "2", "10"] });
    expect(open(table("x,y", 60, (row) => `${row % 7},${row / 2}`)).task).toMatchObject({
      output: { kind: "numbers" },
    });
    expect(open(table("x,y", 60, (row) => `${row % 7},${row * 2}`)).task).toMatchObject({
      output: { kind: "numbers" },
    });
    // Twelve rows with twelve different whole numbers are measurements.
    expect(open(table("x,y", 12, (row) => `${row % 7},${row}`)).task).toMatchObject({
      output: { kind: "numbers" },
    });
  });

  it("standardises the numbers to predict, and turns answers back", () => {
    const data = open(table("x,price", 100, (row) => `${row % 10},${1000 + row * 10.5}`));
    const { targets } = data.batch("train", all(90));
    expect(targets).toMatchObject({ elementType: "float32", shape: [90, 1] });
    expect(Math.abs([...targets!.data].reduce((sum, value) => sum + value, 0))).toBeLessThan(1e-3);
    const target = data.batch("test", [3])["targets"]!.data;
    expect(data.answer(target)).toBe(data.truth(3));
  });

  it("reads labels with a full stop as those without, where both occur", () => {
    const train = table("x,y", 20, (row) => `${row % 6},${row % 2 ? "<=50K" : ">50K"}`);
    const test = "1,>50K.\n2,<=50K.\n";
    const data = open(train, { test: parseCsv(utf8(test)) });
    expect(data.answers).toEqual({ kind: "classes", labels: ["<=50K", ">50K"] });
    expect([...data.batch("test", [0, 1])["targets"]!.data]).toEqual([1, 0]);
    const dotted = open(table("x,y", 20, (row) => `${row % 6},${row % 2 ? "a." : "b."}`));
    expect(dotted.answers).toEqual({ kind: "classes", labels: ["a.", "b."] });
  });

  it("matches the columns of a test file by name, else by position", () => {
    const train = table("x,y", 20, (row) => `${row % 6},${row % 2 ? "a" : "b"}`);
    for (const test of ["y,x\na,3\n", "3,a\n"]) {
      const data = open(train, { test: parseCsv(utf8(test)) });
      expect([data.question(0), data.truth(0)]).toEqual(["x 3", "a"]);
      expect(data.sampleCount("train")).toBe(20);
    }
  });

  it("holds out the same rows for the same seed, others for another", () => {
    const heldOut = (seed: string) => all(4).map((row) => open(PETS, { seed }).question(row));
    expect(heldOut("a")).toEqual(heldOut("a"));
    expect(heldOut("a")).not.toEqual(heldOut("b"));
  });

  it("asks in words", () => {
    const data = open(PETS);
    expect(data.question(0)).toMatch(/^age \d, (red|blue|\?), weight (\d+(\.\d)?|\?)$/);
    expect(["cat", "dog"]).toContain(data.truth(0));
    expect(data.answer([-1, 3])).toBe("dog");
    const wide = open(
      table(
        `${all(60)
          .map((c) => `column${c}`)
          .join(",")},y`,
        20,
        (row) =>
          `${all(60)
            .map((c) => (row * c) % 7)
            .join(",")},${row % 2}`,
      ),
    );
    expect(wide.question(0).length).toBeLessThanOrEqual(100);
    expect(wide.question(0)).toMatch(/…$/);
  });

  it("stays finite with huge, tiny and far-off numbers", () => {
    const data = open(
      table("x,z,y", 40, (row) => `${row % 2 ? 1e99 : -1e99},${row === 39 ? 1e90 : row * 1e-300},${row % 2}`),
    );
    for (const split of ["train", "test"] as const) {
      const batch = data.batch(split, all(data.sampleCount(split)));
      expect(batch["features"]!.data.every((value: number) => Number.isFinite(value))).toBe(true);
    }
  });
});

describe("a table that cannot be learned", () => {
  it("is refused with one column or too few rows", () => {
    expectDataError(() => open("x\n1\n2\n3\n"), /one column/);
    expectDataError(() => open("x,y\n1,2\n"), /1 row below its header; at least 10/);
    expectDataError(() => open("x,y\n"), /0 rows/);
  });

  it("is refused when there is only one class, or every row has its own", () => {
    expectDataError(() => open(table("x,y", 20, (row) => `${row},yes`)), /same answer in column “y”/);
    expectDataError(
      () => open(table("x,y", 20, (row) => `${row % 3},name ${row}`)),
      /20 different texts in 20 rows/,
    );
    expectDataError(() => open(table("x,y", 20, (row) => `${row % 3},7.5`)), /same number/);
  });

  it("is refused when the target has gaps", () => {
    expectDataError(
      () => open(table("x,y", 30, (row) => `${row},${row === 4 ? "?" : row / 3}`)),
      /“y”, has no value in 1 row/,
    );
    expectDataError(
      () => open(table("x,y", 30, (row) => `${row},${row < 4 ? "" : "a"}`)),
      /no value in 4 rows/,
    );
  });

  it("is refused when no column is left to learn from", () =>
    expectDataError(
      () => open(table("x,y", 20, (row) => `5,${row % 2}`)),
      /No column besides “y”.*same value/,
    ));

  it("is refused when the target does not exist", () => {
    expectDataError(() => open(PETS, { target: "price" }), /no column named “price”/);
    expectDataError(() => open(PETS, { target: 9 }), /no column number 9/);
  });

  it("is refused when the test file does not fit", () => {
    const test = (text: string) => ({ test: parseCsv(utf8(text)) });
    expectDataError(() => open(PETS, test("a,b\n1,2\n")), /test table has 2 columns, the training table 4/);
    expectDataError(() => open(PETS, test("age,color,height,kind\n1,red,2,cat\n")), /no column “weight”/);
    expectDataError(() => open(PETS, test("age,color,weight,kind\n")), /no rows/);
  });
});
