/** Whose page the frame believes to be on. */
import { expect, test } from "vitest";
import { hostSiteOf, type Surroundings } from "../../../web/embed/frame/host-site.ts";

const SELF = { name: "the frame" };
const HOST = { name: "its host" };
const OUTERMOST = { name: "the outermost page" };

/** @param origins of the pages around the frame, the nearest first; undefined where the browser does not tell */
function around(
  origins: readonly string[] | undefined,
  { parent = HOST, top = HOST, referrer = "" }: { parent?: object; top?: object; referrer?: string } = {},
): Surroundings {
  const ancestorOrigins = origins && {
    length: origins.length,
    item: (index: number) => origins[index] ?? null,
  };
  return {
    self: SELF,
    parent,
    top,
    location: ancestorOrigins ? { ancestorOrigins } : {},
    document: { referrer },
  };
}

test("is told by the browser", () => {
  expect(hostSiteOf(around(["https://a.example"]))).toEqual({ kind: "known", site: "https://a.example" });
  expect(hostSiteOf(around(["http://localhost:8080"]))).toEqual({
    kind: "known",
    site: "http://localhost:8080",
  });
});

test("is not what the referrer says where the browser tells", () => {
  const surroundings = around(["https://a.example"], { referrer: "https://b.example/page" });
  expect(hostSiteOf(surroundings)).toEqual({ kind: "known", site: "https://a.example" });
  expect(hostSiteOf(around(["null"], { referrer: "https://b.example/" }))).toEqual({ kind: "hidden" });
});

test("is where the frame was asked for from, where the browser does not tell", () => {
  const surroundings = around(undefined, { referrer: "https://a.example/page?x#y" });
  expect(hostSiteOf(surroundings)).toEqual({ kind: "known", site: "https://a.example" });
});

test.each([
  ["an opaque origin", around(["null"])],
  ["a file", around(["file://"])],
  ["an extension", around(["chrome-extension://abcdefgh"])],
  ["no ancestors at all", around([])],
  ["a referrer that is hidden", around(undefined)],
  ["a referrer that is no address", around(undefined, { referrer: "a page" })],
  ["a referrer of another kind", around(undefined, { referrer: "about:srcdoc" })],
])("is hidden: %s", (_name, surroundings) => {
  expect(hostSiteOf(surroundings)).toEqual({ kind: "hidden" });
});

test("is nobody's in a frame within a frame, even of one site", () => {
  const site = "https://a.example";
  expect(hostSiteOf(around([site, site], { top: OUTERMOST }))).toEqual({ kind: "nested" });
});

test("is nobody's when its address was opened by itself", () => {
  expect(hostSiteOf(around([], { parent: SELF, top: SELF }))).toEqual({ kind: "on-its-own" });
});
