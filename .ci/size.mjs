/**
 * What is downloaded before anything is computed, and how much that may be, in bytes gzip. Of the app that is index.html and every script and style sheet
 * that the entry reaches by static imports; of the widget the loader, and the frame's page with the largest of its languages. Workers and what comes after
 * a click are not in it.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { ROOT } from "./setup.mjs";

const WEB = `${ROOT}/dist/web`;
/** How Vite's manifest names the frame's words: by a path, which differs from machine to machine. */
const FRAME_WORDS = /messages:embed:/;

/** @typedef {{ file: string, css?: string[], imports?: string[] }} Chunk */

/** @type {{ name: string, budget: number, list: (manifest: Record<string, Chunk>) => string[] }[]} */
const DOWNLOADS = [
  {
    name: "App shell",
    budget: 120_000, // about half a second on a slow phone connection (2 Mbit/s)
    list: (manifest) => [...listPage(manifest, "index.html"), "before-paint.js"],
  },
  { name: "Widget's loader", budget: 3_000, list: () => ["embed/1/embed.js"] },
  {
    name: "Widget's frame",
    budget: 12_000, // on other people's pages, for visitors who will mostly leave it alone
    list: (manifest) => {
      const words = Object.keys(manifest).filter((key) => FRAME_WORDS.test(key));
      const [largest] = words
        .map((key) => chunkOf(manifest, key).file)
        .toSorted((a, b) => gzipBytes(b) - gzipBytes(a));
      if (largest === undefined) throw new Error("Vite's manifest names no words of the frame");
      return [...listPage(manifest, "embed.html"), largest];
    },
  },
];

/** A page and all that it reaches by static imports. @param {Record<string, Chunk>} manifest @param {string} page */
function listPage(manifest, page) {
  const files = new Set([page]);
  /** @param {string} key */
  const visit = (key) => {
    const chunk = chunkOf(manifest, key);
    if (files.has(chunk.file)) return;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    chunk.imports?.forEach(visit);
  };
  visit(page);
  return [...files];
}

/** @param {Record<string, Chunk>} manifest @param {string} key */
function chunkOf(manifest, key) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`Vite's manifest does not name ${key}`);
  return chunk;
}

/** @param {string} file */
const gzipBytes = (file) => gzipSync(readFileSync(`${WEB}/${file}`)).length;

/** Prints the sizes, and says whether all of them are within their budgets. */
export function checkSize() {
  const manifest = JSON.parse(readFileSync(`${WEB}/.vite/manifest.json`, "utf8"));
  const verdicts = DOWNLOADS.map(({ name, budget, list }) => {
    const files = list(manifest);
    const bytes = files.reduce((sum, file) => sum + gzipBytes(file), 0);
    const fits = bytes <= budget;
    console.log(
      `${name}: ${bytes} bytes gzip in ${files.length} files, ${fits ? "within" : "NOT within"} ${budget}.`,
    );
    return fits;
  });
  return verdicts.every(Boolean);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = checkSize() ? 0 : 1;
