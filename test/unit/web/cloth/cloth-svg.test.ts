/** The cloth as a drawing, and the colours of its threads. */
import { describe, expect, test } from "vitest";
import { clothSvg } from "../../../../web/cloth/cloth-svg.ts";
import { oklchToHex, parseOklch } from "../../../../web/cloth/oklch.ts";
import { ThreadDyes } from "../../../../web/cloth/thread-color.ts";
import { hueOf } from "../../../../web/identity-hue.ts";
import { exampleRows, personOf } from "../../../support/cloth-rows.ts";

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

describe("a drawing", () => {
  test("has a piece for each thread that was not rejected, and a point for each loss", () => {
    const rows = exampleRows(200, 9);
    const svg = clothSvg(rows, "Cloth");
    const threads = rows.flatMap((row) => row.threads.filter(({ state }) => state !== "rejected"));
    const [, ...colored] = svg.split('fill="url(#warp)"');
    const pieces = count(colored.join(""), /M\d+ [\d.]+h\d+v[\d.]+h-\d+z/g);
    expect(rows.some((row) => row.threads.some(({ state }) => state === "rejected"))).toBe(true);
    expect(pieces).toBe(threads.length);
    expect(count(/points="([^"]*)"/.exec(svg)?.[1] ?? "", /,/g)).toBe(200);
  });

  test("takes its title as text, and refers to nothing outside", () => {
    const svg = clothSvg(exampleRows(3, 3), `<script>alert("cloth")</script> & more`);
    expect(svg).toContain("<title>&lt;script&gt;alert(&quot;cloth&quot;)&lt;/script&gt; &amp; more</title>");
    expect(svg).not.toMatch(/href|<script|style=|@import|url\((?!#)/);
  });

  test("is never taller than a browser can make a picture of", () => {
    for (const rowCount of [0, 1, 3, 500, 10_000]) {
      const height = Number(/height="(\d+)"/.exec(clothSvg(exampleRows(rowCount, 1), ""))?.[1]);
      expect(height).toBeGreaterThan(0);
      expect(height).toBeLessThanOrEqual(8000);
    }
  });

  test("leaves out the structure where it would be grey", () => {
    expect(clothSvg(exampleRows(40, 3), "")).toContain("<pattern");
    expect(clothSvg(exampleRows(5000, 3), "")).not.toContain("<pattern");
  });
});

describe("colours", () => {
  test("agree with the sRGB values of known OKLCH ones", () => {
    expect(oklchToHex({ lightness: 1, chroma: 0, hue: 0 })).toBe("#ffffff");
    expect(oklchToHex({ lightness: 0, chroma: 0, hue: 0 })).toBe("#000000");
    expect(oklchToHex({ lightness: 0.627_955, chroma: 0.257_683, hue: 29.2339 })).toBe("#ff0000");
    expect(oklchToHex({ lightness: 0.452_014, chroma: 0.313_214, hue: 264.052 })).toBe("#0000ff");
  });

  test("are read as browsers write them", () => {
    const color = { lightness: 0.73, chroma: 0.085, hue: 12 };
    expect(parseOklch("oklch(0.73 0.085 12)")).toEqual(color);
    expect(parseOklch("oklch(73% 0.085 12deg)")).toEqual(color);
    expect(parseOklch("oklch(0.73 0.085 none)")).toEqual({ ...color, hue: 0 });
    expect(parseOklch("rgb(1, 2, 3)")).toBeNull();
  });

  test("of a thread are the same whenever it is seen, and stronger for the own one", () => {
    const dyes = new ThreadDyes({ thread: "oklch(0.73 0.085 0)", own: "oklch(0.62 0.2 0)" });
    const who = personOf(4);
    expect(hueOf(who)).toBe(hueOf(who));
    expect(dyes.of({ who, isOwn: false })).toBe(dyes.of({ who, isOwn: false }));
    expect(dyes.of({ who, isOwn: true })).not.toBe(dyes.of({ who, isOwn: false }));
  });

  test("that are no OKLCH, as the forced ones of a system, are taken as they are", () => {
    const dyes = new ThreadDyes({ thread: "rgb(255, 255, 255)", own: "rgb(26, 235, 255)" });
    expect(dyes.of({ who: personOf(1), isOwn: false })).toBe("rgb(255, 255, 255)");
    expect(dyes.of({ who: personOf(1), isOwn: true })).toBe("rgb(26, 235, 255)");
  });
});
