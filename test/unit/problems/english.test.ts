/** The English of what people are told: complete, and the same on the command line and on the page. */
import compile from "icu-minify/compile";
import format from "icu-minify/format";
import { describe, expect, test } from "vitest";
import english from "../../../shared/problems/en.json";
import { fillIn, type Values } from "../../../shared/problems/fill-in.ts";
import { problemInEnglish, reasonInEnglish, tell } from "../../../shared/problems/problem.ts";

const TEXTS: Readonly<Record<string, string>> = english.problems;
const formatters = {
  getDateTimeFormat: () => new Intl.DateTimeFormat("en"),
  getNumberFormat: () => new Intl.NumberFormat("en"),
  getPluralRules: () => new Intl.PluralRules("en"),
};

/** Every choice of a text's selections, with counts of one and of many. */
function* valuesFor(text: string): Generator<Values> {
  const choices = [...text.matchAll(/\{(\w+), select, /g)].map(([start, name = ""]) => {
    const branches = text.slice(text.indexOf(start) + start.length);
    return [name, ...(branches.match(/(?<=^|\} )\w+(?= \{)/g) ?? [])];
  });
  for (const count of [0, 1, 2, 1_234_567]) {
    const places = [...text.matchAll(/\{(\w+)(, (?:number|plural))?/g)];
    const values = Object.fromEntries(
      places.map(([, name = "", isCount]) => [name, isCount ? count : `<${name}>`]),
    );
    const most = Math.max(1, ...choices.map(({ length }) => length - 1));
    for (let turn = 0; turn < most; turn++) {
      const chosen = choices.map(([name = "", ...names]) => [name, names[turn % names.length] ?? "other"]);
      yield { ...values, ...Object.fromEntries(chosen) };
    }
  }
}

test.each(Object.entries(TEXTS))("%s is the same on the command line and on the page", (_id, text) => {
  let count = 0;
  for (const values of valuesFor(text)) {
    const onPage = String(format(compile(text), "en", values, { formatters }));
    expect(fillIn(text, values)).toBe(onPage);
    expect(onPage).not.toMatch(/[{}#]|undefined/);
    count++;
  }
  expect(count).toBeGreaterThan(0);
});

test("every problem has a title and advice, and every reason is one sentence without a full stop", () => {
  for (const [id, text] of Object.entries(TEXTS)) {
    const code = /^problem\.(.*)\.(?:title|advice)$/.exec(id)?.[1];
    if (code === undefined) {
      expect(id).toMatch(/^reason\.[a-z0-9-]+$/);
      expect(text).not.toMatch(/[.!?]$/);
    } else {
      expect(Object.keys(TEXTS)).toEqual(
        expect.arrayContaining([`problem.${code}.title`, `problem.${code}.advice`]),
      );
      expect(text).toMatch(/[.?]\}*$/);
    }
  }
});

describe("a problem in English", () => {
  test("has its values in it", () => {
    const problem = tell("data.row-fields", { line: 1204, count: 1, expected: 9 });
    expect(problemInEnglish(problem).title).toBe("Line 1,204 has 1 field, but the first line has 9.");
  });

  test("quotes what others said", () => {
    expect(problemInEnglish(tell("run.unsaved", {}, "the disk is asleep")).title).toBe(
      "The browser could not save the model: the disk is asleep.",
    );
    expect(reasonInEnglish(tell("no-record", {}, "not CBOR"))).toBe("no record: not CBOR");
  });

  test("says aloud that a value is missing", () => {
    expect(() => problemInEnglish(tell("data.gzip"))).toThrow(/“name”/);
  });

  test("cuts what strangers wrote", () => {
    const { values, detail } = tell("data.gzip", { name: "n".repeat(10_000) }, "d".repeat(10_000));
    expect(String(values["name"]).length).toBeLessThan(1000);
    expect(detail.length).toBeLessThan(1000);
  });
});
