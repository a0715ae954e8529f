/**
 * A language for tests, made of the English messages: every letter has an accent, so that text that is in no message stands
 * out; each is longer by 40 %, as translations can be; and brackets show where one is cut.
 */
import type { CompiledMessage } from "icu-minify/format";
import type { Messages } from "../../web/messages/catalog.ts";

const PLAIN = "aceginorsuyzACEGINORSUYZ";
const ACCENTED = "âçéĝîñöřšüÿžÂÇÉĜÎÑÖŘŠÜŸŽ";
const GROWTH = 0.4;
/** Of a word with the space before it. */
const WORD = " ~~~~";

export const pseudoMessages = (messages: Messages): Messages =>
  Object.fromEntries(Object.entries(messages).map(([id, message]) => [id, pseudoMessage(message)]));

/** @param message as icu-minify compiles it: a text, or nodes */
export function pseudoMessage(message: CompiledMessage): CompiledMessage {
  const letters = JSON.stringify(message).match(/[a-z]/gi)?.length ?? 0;
  const padding = WORD.repeat(Math.ceil((letters * GROWTH) / WORD.length));
  const accented = typeof message === "string" ? accent(message) : message.map(pseudoNode);
  return ["⟦", ...(typeof accented === "string" ? [accented] : accented), `${padding}⟧`] as CompiledMessage;
}

/** Plurals and choices are objects whose values are messages; names of values and of elements stay. */
function pseudoNode(node: unknown): unknown {
  if (typeof node === "string") return accent(node);
  if (!Array.isArray(node)) return node; // the number that a plural counts
  const [name, ...rest] = node as readonly unknown[];
  return [name, ...rest.map((part) => (isChoice(part) ? pseudoChoice(part) : pseudoNode(part)))];
}

const isChoice = (part: unknown): part is Readonly<Record<string, unknown>> =>
  typeof part === "object" && part !== null && !Array.isArray(part);

const pseudoChoice = (choice: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(choice).map(([name, branch]) => [
      name,
      Array.isArray(branch) ? branch.map(pseudoNode) : pseudoNode(branch),
    ]),
  );

const accent = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => ACCENTED[PLAIN.indexOf(letter)] ?? letter);
