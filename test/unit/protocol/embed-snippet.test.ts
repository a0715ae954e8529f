/** The lines that site owners copy. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  badgeMarkdown,
  badgeSnippet,
  frameAddress,
  iframeSnippet,
  linkSnippet,
  loaderSnippet,
  permissionsPolicy,
  policySources,
} from "../../../shared/protocol/embed-snippet.ts";

const BASE = "https://tabloom.example/";
const HASH = `sha384-${"A".repeat(64)}`;

describe("the plain frame", () => {
  test("is one element, with what the frame may do", () => {
    expect(iframeSnippet(BASE, { size: "button" })).toBe(
      '<iframe src="https://tabloom.example/embed?size=button" width="240" height="72" loading="lazy" referrerpolicy="origin"' +
        ' sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox"' +
        ' allow="compute-pressure; cross-origin-isolated" title="Donate computing with Tabloom" style="border:0"></iframe>',
    );
  });

  test("says what was chosen, and nothing that is the default", () => {
    const choice = { project: "tiny", size: "bar", theme: "dark", lang: "de", cap: 10 } as const;
    expect(frameAddress(BASE, choice)).toBe(
      "https://tabloom.example/embed?project=tiny&size=bar&theme=dark&lang=de&cap=10",
    );
    const plain = { project: null, size: "bar", theme: "auto", lang: null, cap: null } as const;
    expect(frameAddress(BASE, plain)).toBe("https://tabloom.example/embed?size=bar");
    expect(iframeSnippet(BASE, plain)).toContain('width="100%" height="120"');
  });

  test("is below the address where Tabloom is served", () => {
    expect(frameAddress("https://example.org/tabloom/", { size: "card" })).toBe(
      "https://example.org/tabloom/embed?size=card",
    );
  });
});

test("the loader comes with its hash, an element, and a link for those without scripts", () => {
  expect(loaderSnippet(BASE, { project: "tiny", size: "card", theme: "auto" }, HASH)).toBe(
    `<script async src="https://tabloom.example/embed/1/embed.js" integrity="${HASH}" crossorigin="anonymous"></script>\n` +
      '<tabloom-donate project="tiny" size="card"><a href="https://tabloom.example/?project=tiny">Donate computing with Tabloom</a></tabloom-donate>',
  );
});

test("a badge is an image with a link, in HTML and Markdown", () => {
  expect(badgeSnippet(BASE, null)).toBe(
    '<a href="https://tabloom.example/"><img src="https://tabloom.example/badge.svg" alt="Donate computing with Tabloom"></a>',
  );
  expect(badgeMarkdown(BASE, "a)](b")).toBe(
    "[![Donate computing with Tabloom](https://tabloom.example/badge.svg?project=a%29%5D%28b)](https://tabloom.example/?project=a%29%5D%28b)",
  );
});

test("a host's headers need one source for the frame, one more for the loader, and two permissions at most", () => {
  expect(policySources(BASE, false)).toEqual(["frame-src https://tabloom.example"]);
  expect(policySources("https://example.org/tabloom/", true)).toEqual([
    "frame-src https://example.org",
    "script-src https://example.org/tabloom/embed/1/embed.js",
  ]);
  expect(permissionsPolicy(BASE)).toBe(
    'compute-pressure=(self "https://tabloom.example"), cross-origin-isolated=(self "https://tabloom.example")',
  );
});

test("EMBED.md shows the same lines", () => {
  const guide = readFileSync(join(import.meta.dirname, "../../../EMBED.md"), "utf8");
  const lines = [
    iframeSnippet(BASE, { size: "card" }),
    loaderSnippet(BASE, { size: "card" }, "sha384-…"),
    linkSnippet(BASE, null),
    badgeSnippet(BASE, null),
    badgeMarkdown(BASE, null),
    permissionsPolicy(BASE),
    ...policySources(BASE, true),
  ];
  expect(lines.filter((line) => !guide.includes(line))).toEqual([]);
});

test("whatever is given stays within its quotes", () => {
  /** What is left of markup without its attribute values; undefined when a quote is open. */
  const bones = (markup: string) => markup.replace(/"[^"]*"/g, '""');
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (text, lang) => {
      const [wild, tame] = [
        { project: text, size: "card", lang },
        { project: "a", size: "card", lang: "b" },
      ] as const;
      expect(bones(iframeSnippet(BASE, wild))).toBe(bones(iframeSnippet(BASE, tame)));
      expect(bones(loaderSnippet(BASE, wild, text))).toBe(bones(loaderSnippet(BASE, tame, HASH)));
      expect(bones(linkSnippet(BASE, text))).toBe(bones(linkSnippet(BASE, "a")));
      expect(bones(badgeSnippet(BASE, text))).toBe(bones(badgeSnippet(BASE, "a")));
    }),
  );
});
