/** The picture of links to the page: what the page says of it, and that it shows what the program draws now. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { drawingHash, sourceOf } from "../../.ci/share-image.mjs";
import { sharePicture } from "../../.ci/share-picture.mjs";

const WEB = join(import.meta.dirname, "../../web");
const page = readFileSync(join(WEB, "index.html"), "utf8");
const contentOf = (name: string) => new RegExp(`="${name}"\\s+content="([^"]*)"`).exec(page)?.[1];
const png = readFileSync(join(WEB, "public", contentOf("og:image")!));

test("is a PNG of the size that the page says, small enough for every site", () => {
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)].map(String)).toEqual([
    contentOf("og:image:width"),
    contentOf("og:image:height"),
  ]);
  expect(png.length).toBeLessThan(300_000);
});

test("was made of the drawing as it is now: else run `node .ci/run.mjs .ci/share-image.mjs`", () => {
  expect(sourceOf(png)).toBe(drawingHash());
});

test("is drawn by the weaver of the cloth, the same each time, with nothing from outside", () => {
  const drawing = sharePicture();
  expect(drawing).toBe(sharePicture());
  expect(drawing).toContain("<polyline");
  expect(drawing).toContain(">Tabloom<");
  expect(drawing).not.toMatch(/href|<script|<image|@import|url\((?!#)|NaN|undefined/);
});

test("has all that programs ask for which show links", () => {
  for (const name of ["og:title", "og:description", "og:type", "og:image:alt", "og:image:type"])
    expect(contentOf(name), name).toBeTruthy();
  expect(contentOf("twitter:card")).toBe("summary_large_image");
  // It would lead people who share a project away from it.
  expect(contentOf("og:url")).toBeUndefined();
});
