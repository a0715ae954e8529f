/**
 * `node .ci/run.mjs .ci/share-image.mjs`: makes web/public/share-image.png of the drawing in share-picture.mjs. The file is kept in the repository,
 * because fonts and rasters differ between computers; the hash of the drawing is in it, and a test says when it is out of date.
 */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";
import { CHROMIUM_ARGUMENTS, findChromium } from "./chromium.mjs";
import { ROOT } from "./setup.mjs";
import { PICTURE, sharePicture } from "./share-picture.mjs";

/** Keyword of the text chunk. Source: PNG (Third Edition), 11.3.3.2. */
const KEYWORD = "Source";
/** The last chunk of every PNG: length, name and sum, without data. */
const END_BYTES = 12;

export const drawingHash = () => createHash("sha256").update(sharePicture()).digest("hex");

/** The hash of the drawing that a picture was made of; null of another picture. @param {Uint8Array} png */
export function sourceOf(png) {
  const text = Buffer.from(png).toString("latin1");
  return new RegExp(`tEXt${KEYWORD}\\0([0-9a-f]{64})`).exec(text)?.[1] ?? null;
}

/** @param {Buffer} png @param {string} source */
function withSource(png, source) {
  const body = Buffer.from(`tEXt${KEYWORD}\0${source}`, "latin1");
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  sum.writeUInt32BE(crc32(body));
  const end = png.length - END_BYTES;
  return Buffer.concat([png.subarray(0, end), length, body, sum, png.subarray(end)]);
}

async function draw() {
  const { chromium } = await import("playwright-core");
  const executablePath = await findChromium();
  const browser = await chromium.launch({
    args: CHROMIUM_ARGUMENTS,
    ...(executablePath ? { executablePath } : {}),
  });
  const page = await browser.newPage({ viewport: PICTURE });
  await page.setContent(`<body style="margin: 0">${sharePicture()}`);
  const png = await page.screenshot();
  await browser.close();
  return png;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(`${ROOT}/web/public/share-image.png`, withSource(await draw(), drawingHash()));
