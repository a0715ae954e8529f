import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DataError } from "../../../shared/data/data-error.ts";
import { detectKind, openDataset, type OpenOptions } from "../../../shared/data/detect.ts";
import { FILE_LIMIT_BYTES } from "../../../shared/data/file-limit.ts";
import { dailyCsv, idx, imagePair, utf8 } from "./data-fixtures.ts";
import { expectDataError } from "./expect-data-error.ts";

const file = (name: string, content: string | Uint8Array) => ({
  name,
  bytes: typeof content === "string" ? utf8(content) : content,
});
const PROSE = "It was a dark night, and the wind blew.\nThe sea, wide and grey, sang.\n".repeat(50);
const ROWS = Array.from({ length: 30 }, (_, row) => `${row % 7};${row % 2 ? "yes" : "no"}`).join("\n");
const SERIES = dailyCsv(60, (day) => String(day % 9));
const { images, labels } = imagePair(20);

describe("files become a dataset of their kind", () => {
  it.each([
    ["text", [file("story.txt", PROSE)]],
    ["text", [file("no name", PROSE)]],
    ["table", [file("rows.csv", ROWS)]],
    ["table", [file("rows.data", ROWS)]],
    ["table", [file("a.csv", ROWS), file("b.csv", ROWS)]],
    ["series", [file("days.csv", SERIES)]],
    ["images", [file("images", images), file("labels", labels)]],
    ["images", [file("labels", labels), file("images", images)]],
  ] as const)("%s", (kind, files) => {
    expect(detectKind(files)).toBe(kind);
    const data = openDataset(files);
    expect(data.kind).toBe(kind);
    expect(data.description).not.toBe("");
    expect(data.sampleCount("test")).toBeGreaterThan(0);
  });

  it("passes the options on", () => {
    expect(openDataset([file("a", PROSE)], { blockSize: 32 }).unitsPerSample).toBe(32);
    expect(openDataset([file("a.csv", ROWS)], { kind: "text", blockSize: 8 }).kind).toBe("text");
    expect(openDataset([file("a.csv", SERIES)], { window: 4 }).task).toMatchObject({ numericCount: 4 });
    const two = dailyCsv(60, (day) => `${day % 9},${day % 5}`);
    expect(openDataset([file("a.csv", two)], { kind: "series", target: 2 }).kind).toBe("series");
    expect(openDataset([file("i", images), file("l", labels)], { testCount: 5 }).sampleCount("test")).toBe(5);
  });

  it("tests on the file that says so in its name", () => {
    const [small, large] = [ROWS.split("\n").slice(0, 12).join("\n"), ROWS];
    const data = openDataset([file("adult-test.csv", large), file("adult.csv", small)]);
    expect([data.sampleCount("train"), data.sampleCount("test")]).toEqual([12, 30]);
  });

  it("sorts the four files of MNIST", () => {
    const test = imagePair(12);
    const data = openDataset([
      file("t10k-images-idx3-ubyte", test.images),
      file("t10k-labels-idx1-ubyte", test.labels),
      file("train-images-idx3-ubyte", images),
      file("train-labels-idx1-ubyte", labels),
    ]);
    expect([data.sampleCount("train"), data.sampleCount("test")]).toEqual([20, 12]);
  });
});

describe("files that do not fit", () => {
  it("are refused with a sentence", () => {
    expectDataError(() => openDataset([]), /No file/);
    expectDataError(
      () => openDataset([file("a.txt", PROSE), file("b.txt", PROSE)]),
      /2 files do not belong together/,
    );
    expectDataError(() => openDataset([file("i", images)]), /here are 1 and 0 among 1 file/);
    expectDataError(() => openDataset([file("i", images), file("t.txt", PROSE)]), /here are 1 and 0 among 2/);
    expectDataError(() => openDataset([file("x.gz", Uint8Array.from([0x1f, 0x8b, 8, 0]))]), /compressed/);
    expectDataError(
      () => openDataset([file("a.csv", SERIES), file("b.csv", SERIES)], { kind: "series" }),
      /one file/,
    );
    const large = { name: "large.txt", bytes: new Uint8Array(FILE_LIMIT_BYTES + 1) };
    expectDataError(() => openDataset([large]), /larger than 100 MB/);
  });
});

/** Every sample of a small dataset can be read, and holds only finite numbers. */
function openAndRead(files: readonly { name: string; bytes: Uint8Array }[], options: OpenOptions): void {
  try {
    const data = openDataset(files, options);
    for (const split of ["train", "test"] as const) {
      const indices = Array.from({ length: Math.min(20, data.sampleCount(split)) }, (_, index) => index);
      for (const { data: values } of Object.values(data.batch(split, indices))) {
        expect(values.every((value: number) => Number.isFinite(value))).toBe(true);
      }
    }
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    expect(error.advice).not.toBe("");
  }
}

describe("whatever the bytes are, they give a dataset or a DataError", () => {
  const cell = fc.oneof(
    fc.constantFrom(
      "1",
      "2",
      "x",
      "y",
      "?",
      "",
      '"',
      '"a,b"',
      '"a\nb"',
      "1981-01-01",
      "-1e99",
      "NaN",
      "__proto__",
      "\r",
    ),
    fc.string({ maxLength: 4 }),
    fc.double().map(String),
  );
  const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 40 });
  const evenRows = fc
    .integer({ min: 1, max: 4 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 8, maxLength: 40 }),
    );
  const csv = fc
    .tuple(fc.oneof(rows, evenRows), fc.constantFrom(",", ";", "\t"), fc.constantFrom("\n", "\r\n"))
    .map(([table, delimiter, lineEnd]) => table.map((row) => row.join(delimiter)).join(lineEnd));

  it("as CSV", () => {
    fc.assert(
      fc.property(csv, fc.constantFrom("table", "series", undefined), (text, kind) =>
        openAndRead([file("a.csv", text)], { kind }),
      ),
      { numRuns: 400 },
    );
  });

  it("as tables whose last column is known", () => {
    const known = fc.constantFrom("1", "2", "x", "y", "3.5", "-4", "1e99");
    const width = fc.integer({ min: 1, max: 3 });
    const row = (count: number) =>
      fc.tuple(
        fc.array(fc.oneof(known, fc.constantFrom("?", "", "x y")), { minLength: count, maxLength: count }),
        known,
      );
    const table = width.chain((count) => fc.array(row(count), { minLength: 10, maxLength: 60 }));
    fc.assert(
      fc.property(table, (found) => {
        const text = found.map(([cells, last]) => [...cells, last].join(",")).join("\n");
        openAndRead([file("a.csv", text)], { kind: "table" });
      }),
      { numRuns: 300 },
    );
  });

  it("as a pair of CSV files", () => {
    fc.assert(
      fc.property(csv, csv, (train, test) => openAndRead([file("a.csv", train), file("test.csv", test)], {})),
      { numRuns: 100 },
    );
  });

  it("as anything", () => {
    const kind = fc.constantFrom("text", "table", "series", "images", undefined);
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        kind,
        fc.constantFrom("a.csv", "a"),
        (bytes, wanted, name) => openAndRead([{ name, bytes }], { kind: wanted, blockSize: 4 }),
      ),
      { numRuns: 400 },
    );
  });

  it("as IDX files with damaged headers", () => {
    const axis = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(0xffffffff, 0x10000));
    const damaged = fc
      .tuple(fc.array(axis, { minLength: 1, maxLength: 4 }), fc.uint8Array({ maxLength: 700 }))
      .map(([shape, values]) => idx(shape, values));
    const pair = fc
      .tuple(fc.integer({ min: 8, max: 14 }), fc.uint8Array({ minLength: 14 * 17, maxLength: 14 * 17 }))
      .map(([count, values]) => [
        idx([count, 4, 4], values.slice(0, count * 16)),
        idx([count], values.slice(-count)),
      ]);
    const files = fc.oneof(fc.tuple(damaged, damaged), pair);
    fc.assert(
      fc.property(files, (found) =>
        openAndRead(
          found.map((bytes, index) => ({ name: `${index}`, bytes })),
          {},
        ),
      ),
      { numRuns: 300 },
    );
  });
});
