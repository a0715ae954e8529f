/** What a host writes into the frame's address: it chooses among looks, may ask for less, and gets nothing else in. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FRAME_DATA_CAP_MB, parseFrameOptions } from "../../../web/embed/frame/frame-options.ts";

const NOTHING_SAID = {
  project: null,
  size: "card",
  theme: "auto",
  language: null,
  dataCapMb: FRAME_DATA_CAP_MB,
};

test("takes each option that it knows", () => {
  expect(parseFrameOptions("?project=tiny&size=bar&theme=dark&lang=ar&cap=20")).toEqual({
    project: "tiny",
    size: "bar",
    theme: "dark",
    language: "ar",
    dataCapMb: 20,
  });
});

test.each([
  "",
  "?",
  "?project=&size=&theme=&lang=&cap=",
  "?SIZE=bar&Cap=3",
  "?size=BAR&theme=Dark",
  "?size=constructor&theme=__proto__",
  "?size=bar%00&theme=dark%20",
  `?size=${"bar".repeat(10_000)}`,
  `?project=${"a".repeat(65)}`,
  `?lang=${"de-".repeat(5_000)}`,
  "?cap=0",
  "?cap=-1",
  "?cap=50",
  "?cap=51",
  "?cap=9999",
  "?cap=99999",
  "?cap=1e3",
  "?cap=0x10",
  "?cap=4.5",
  "?cap=%204",
  "?cap=4%0A",
  "?cap=NaN",
  "?cap=Infinity",
  "?cap=٣",
  "?cap=",
  "?dataCapMb=1&intensity=full&autostart=1&start=1",
  "?%",
  "?%E0%A4%A",
])("takes %j for nothing said", (query) => {
  expect(parseFrameOptions(query)).toEqual(NOTHING_SAID);
});

test("of what is said twice takes the first", () => {
  expect(parseFrameOptions("?cap=10&cap=40&size=bar&size=button")).toMatchObject({
    size: "bar",
    dataCapMb: 10,
  });
});

describe("whatever is said", () => {
  const values = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.integer().map(String),
    fc.double().map(String),
    fc.constantFrom("button", "bar", "card", "dark", "light", "auto", "de", "49", "50"),
  );
  const queries = fc
    .array(fc.tuple(fc.constantFrom("project", "size", "theme", "lang", "cap", "x"), values))
    .map((entries) => `?${new URLSearchParams(entries).toString()}`);

  test("no host raises the cap, and nothing is longer than it may be", () => {
    fc.assert(
      fc.property(queries, (query) => {
        const { project, size, theme, language, dataCapMb } = parseFrameOptions(query);
        expect(Number.isInteger(dataCapMb) && dataCapMb >= 1 && dataCapMb <= FRAME_DATA_CAP_MB).toBe(true);
        expect(["button", "bar", "card"]).toContain(size);
        expect(["auto", "light", "dark"]).toContain(theme);
        expect(project?.length ?? 1).toBeLessThanOrEqual(64);
        expect(language?.length ?? 1).toBeLessThanOrEqual(35);
      }),
      { numRuns: 2_000 },
    );
  });
});
