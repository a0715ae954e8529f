/**
 * Refuses, with a sentence, files that cannot be training data. Only what their names and sizes tell: what is inside is
 * checked by the worker, which reads them.
 */
import { FILE_LIMIT_BYTES } from "../../shared/data/file-limit.ts";
import { isTokenizerName } from "../../shared/data/tokenizer-name.ts";
import { say, type MessageValues } from "../messages/say.ts";
import { formatFileSize } from "./format.ts";
import type { ProblemWords } from "./problem-words.ts";

/** What the check needs to know of a `File`. */
export interface FileFacts {
  readonly name: string;
  /** MIME type as the browser guesses it from the name; empty when it cannot. */
  readonly type: string;
  readonly size: number;
}

export type FileCheck<F> =
  | { readonly ok: true; readonly files: readonly F[] }
  | { readonly ok: false; readonly problem: ProblemWords };

/** @param files in the order in which they were chosen; two of them are the images and labels of one IDX data set */
export function checkFiles<F extends FileFacts>(files: readonly F[]): FileCheck<F> {
  const found = countProblem(files) ?? files.map(fileProblem).find((each) => each !== null) ?? null;
  return found ? { ok: false, problem: found } : { ok: true, files };
}

/** For a folder that was dropped: the browser hands it over as a file that cannot be read. */
export const folderProblem = (): ProblemWords => problem("folder");

/** Titles and advice of these stand side by side in the messages. */
const problem = (
  what: "folder" | "nothing" | "many" | "pair" | "empty" | "large" | "foreign",
  values: MessageValues = {},
): ProblemWords => ({ title: say(`file.${what}.title`, values), advice: say(`file.${what}.advice`, values) });

function countProblem(files: readonly FileFacts[]): ProblemWords | null {
  if (files.length === 0) return problem("nothing");
  if (files.length > 2) return problem("many", { count: files.length });
  // A text may bring its tokenizer.json.
  const isPair = files.length === 2 && files.filter(isTokenizer).length !== 1;
  return isPair && files.some(isTextByName) ? problem("pair") : null;
}

function fileProblem(file: FileFacts): ProblemWords | null {
  const { name, size } = file;
  if (size === 0) return problem("empty", { name });
  if (size > FILE_LIMIT_BYTES)
    return problem("large", { name, size: formatFileSize(size), limit: formatFileSize(FILE_LIMIT_BYTES) });
  const kind = foreignKind(file);
  return kind === null ? null : problem("foreign", { name, kind });
}

const isTokenizer = ({ name }: FileFacts): boolean => isTokenizerName(name);

const isTextByName = (file: FileFacts): boolean => /\.(txt|text|md|csv|tsv|json|html?)$/i.test(file.name);

/** As the message “file.foreign.title” names them. */
const FOREIGN_KINDS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/^image\/(?!svg)/, "picture"],
  [/^audio\//, "sound"],
  [/^video\/(?!mp2t)/, "video"], // .ts is TypeScript here, not an MPEG transport stream
  [/^application\/pdf$/, "pdf"],
  [/^application\/(zip|x-7z-compressed|vnd\.rar|x-tar|x-zip-compressed)$/, "archive"],
  [/^application\/(msword|vnd\.(openxmlformats|ms-|oasis\.))/, "office"],
];

/** Names come first: where Excel is installed, Windows calls every CSV an office document. */
const foreignKind = (file: FileFacts): string | null =>
  isTextByName(file) ? null : (FOREIGN_KINDS.find(([pattern]) => pattern.test(file.type))?.[1] ?? null);
