/** The reader of filter lists that the built files are held against: a rule that it did not understand would find nothing. */
import { expect, test } from "vitest";
import { parseFilterList, type RequestType } from "../support/filter-list.ts";

const blocks = (
  rule: string,
  url: string,
  {
    type = "script",
    pageHost = "news.example",
  }: { readonly type?: RequestType; readonly pageHost?: string } = {},
) => parseFilterList(rule).some((filter) => filter.blocks({ url, type, pageHost }));

test.each([
  ["/c.wasm", "https://a.example/c.wasm", true],
  ["/c.wasm", "https://a.example/C.WASM?x", true],
  ["/c.wasm", "https://a.example/abc.wasm", false],
  ["/c.wasm", "https://a.example/cxwasm", false],
  ["/miner?key=", "https://a.example/miner?key=1", true],
  ["/miner?key=", "https://a.example/minekey=", false],
  ["/web_miner/*", "https://a.example/x/web_miner/y", true],
  ["?*.spacepools.", "https://a.example/?to=ws.spacepools.org", true],
  ["||bad.example^", "https://bad.example/x", true],
  ["||bad.example^", "wss://cdn.bad.example:8443/", true],
  ["||bad.example^", "https://notbad.example/", false],
  ["||bad.example^", "https://bad.example.org/", false],
  ["||bad.example^", "https://a.example/?bad.example", false],
  ["/pool^", "https://a.example/pool", true],
  ["/pool^", "https://a.example/pool?x", true],
  ["/pool^", "https://a.example/pools", false],
  ["/pool^", "https://a.example/pool-party", false],
  ["|https://a.", "https://a.example/", true],
  ["|http://a.", "https://a.example/", false],
  [".js|", "https://a.example/x.js", true],
  [".js|", "https://a.example/x.json", false],
  ["/^https:\\/\\/\\w+\\.example\\/m[i1]ner/", "https://a.example/m1ner", true],
  ["! /c.wasm", "https://a.example/c.wasm", false],
  ["@@/c.wasm", "https://a.example/c.wasm", false],
  ["a.example##.miner", "https://a.example/miner", false],
])("%s and %s: %j", (rule, url, expected) => {
  expect(blocks(rule, url)).toBe(expected);
});

test("options say for which requests", () => {
  const url = "https://a.example/x.js";
  expect(blocks("/x.js$third-party", url)).toBe(true);
  expect(blocks("/x.js$third-party", url, { pageHost: "a.example" })).toBe(false);
  expect(blocks("/x.js$~third-party", url)).toBe(false);
  expect(blocks("/x.js$1p", url, { pageHost: "a.example" })).toBe(true);
  expect(blocks("/x.js$script", url)).toBe(true);
  expect(blocks("/x.js$script", url, { type: "image" })).toBe(false);
  expect(blocks("/x.js$image,xhr", url, { type: "xmlhttprequest" })).toBe(true);
  expect(blocks("/x.js$~script", url)).toBe(false);
  expect(blocks("/x.js$script,third-party", url, { pageHost: "a.example" })).toBe(false);
  expect(blocks("/x.js$domain=news.example|b.example", url, { pageHost: "www.news.example" })).toBe(true);
  expect(blocks("/x.js$domain=b.example", url)).toBe(false);
  expect(blocks("/x.js$domain=~news.example", url)).toBe(false);
  expect(blocks("/X.js$match-case", url)).toBe(false);
  expect(blocks("/x.js$important", url)).toBe(true);
});
