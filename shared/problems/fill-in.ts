/**
 * Fills values into an English message: the part of ICU's format that en.json beside uses, for the command line and for developers. The page compiles the same
 * file (.ci/messages.mjs), and other languages are its alone. Not with the page's library: it needs compiled messages, and this also runs where nothing has been
 * built. test/unit/problems/english.test.ts holds both to the same words.
 *
 *   {name}   {name, number}   {name, plural, one {# row} other {# rows}}   {name, select, yes {a header} other {}}
 */
import { must } from "../core/assert.ts";

/** Numbers where the message counts, else texts. */
export type Values = Readonly<Record<string, string | number>>;

/** 1115394 → "1,115,394". */
const formatNumber = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ",");

/** @param counted what "#" stands for */
export function fillIn(text: string, values: Values, counted = 0): string {
  let filled = "";
  for (let at = 0; at < text.length;) {
    const character = text[at]!;
    const end = character === "{" ? endOfBraces(text, at) : at + 1;
    if (character === "{") filled += fillPlace(text.slice(at + 1, end - 1), values);
    else filled += character === "#" ? formatNumber(counted) : character;
    at = end;
  }
  return filled;
}

/** @returns the place after the brace that closes the one at `start` */
function endOfBraces(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at + 1;
  }
  return text.length;
}

/** @param place what stands between two braces */
function fillPlace(place: string, values: Values): string {
  const [, name = "", kind = "", choices = ""] = /^(\w+)(?:, (\w+)(?:, (.*))?)?$/.exec(place) ?? [];
  const value = must(values[name], `the message needs a value “${name}”`);
  if (kind === "plural") {
    const count = Number(value);
    return fillIn(choose(choices, count === 1 ? "one" : "other"), values, count);
  }
  if (kind === "select") return fillIn(choose(choices, String(value)), values);
  return typeof value === "number" ? formatNumber(value) : value;
}

/** @param choices such as "one {# row} other {# rows}" */
function choose(choices: string, name: string): string {
  let other = "";
  for (let at = 0; at < choices.length;) {
    const start = choices.indexOf("{", at);
    const end = endOfBraces(choices, start);
    const found = choices.slice(at, start).trim();
    const branch = choices.slice(start + 1, end - 1);
    if (found === name) return branch;
    if (found === "other") other = branch;
    at = end;
  }
  return other;
}
