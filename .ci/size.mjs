/**
 * The budget of the app shell: what a visitor downloads before anything is computed, that is index.html and every
 * script and style sheet that the entry reaches by static imports. Workers and dynamic imports come later.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { ROOT } from "./setup.mjs";

/** About half a second on a slow phone connection (2 Mbit/s). */
const SHELL_BUDGET_BYTES = 120_000;
const WEB = `${ROOT}/dist/web`;

/** @typedef {{ file: string, css?: string[], imports?: string[] }} Chunk */

/** The files of the shell, from Vite's manifest. */
function listShell() {
  /** @type {Record<string, Chunk>} */
  const manifest = JSON.parse(readFileSync(`${WEB}/.vite/manifest.json`, "utf8"));
  const files = new Set(["index.html", "before-paint.js"]);
  /** @param {string} key */
  const visit = (key) => {
    const chunk = manifest[key];
    if (!chunk || files.has(chunk.file)) return;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    chunk.imports?.forEach(visit);
  };
  visit("index.html");
  return [...files];
}

/** Prints the size, and says whether it is within the budget. */
export function checkSize() {
  const files = listShell();
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(`${WEB}/${file}`)).length, 0);
  const fits = bytes <= SHELL_BUDGET_BYTES && files.length > 1;
  const verdict = fits ? "within" : "NOT within";
  console.log(`App shell: ${bytes} bytes gzip in ${files.length} files, ${verdict} ${SHELL_BUDGET_BYTES}.`);
  return fits;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = checkSize() ? 0 : 1;
