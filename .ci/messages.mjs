/**
 * Vite plugin: compiles the ICU messages of a language, so that the page needs no parser for them. A file of messages has
 * parts; `import { messages } from "./en.json?page"` gives one of them, `?all` all of the page's, by id. Those of the widget's frame (`?embed`) stay as
 * they are: it has no room for what shows compiled ones.
 */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import compile from "icu-minify/compile";

const REQUEST =
  /^(\..*\/(?:messages|problems)\/\w+\.json|\.\/\w+\.json)\?(page|screens|problems|claim|all|embed)$/;
/** As Rollup marks what is no file. */
const MARK = "\0messages:";

/** @typedef {Record<string, Record<string, string>>} MessageFile the parts, each of them messages by their ids */

/** @param {MessageFile} file @param {string} part */
export const compileMessages = (file, part) =>
  Object.fromEntries(
    Object.entries(file)
      .filter(([name]) => (part === "all" ? name !== "embed" : name === part))
      .flatMap(([, texts]) => Object.entries(texts).map(([id, text]) => [id, compile(text)])),
  );

/** @returns {import("vite").Plugin} */
export function messages() {
  return {
    name: "tabloom:messages",
    enforce: "pre",
    resolveId(source, importer) {
      const [, path, part] = REQUEST.exec(source) ?? [];
      if (!path || !part || !importer) return null;
      // No ending that another plugin knows.
      return `${MARK}${part}:${resolve(dirname(importer), path).replace(/\.json$/, "")}`;
    },
    load(id) {
      if (!id.startsWith(MARK)) return null;
      const [, part = "", path = ""] = /^(\w+):(.*)$/.exec(id.slice(MARK.length)) ?? [];
      this.addWatchFile(`${path}.json`);
      /** @type {MessageFile} */
      const file = JSON.parse(readFileSync(`${path}.json`, "utf8"));
      const messages = part === "embed" ? file["embed"] : compileMessages(file, part);
      return `export const messages = ${JSON.stringify(messages)};`;
    },
  };
}
