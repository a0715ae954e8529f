/**
 * Refuses, with a reason, files that cannot be training data. Only what their names and sizes tell: what is inside is
 * checked by the worker, which reads them.
 */
import { FILE_LIMIT_BYTES } from "../../shared/data/file-limit.ts";
import { isTokenizerName } from "../../shared/data/tokenizer-name.ts";
import type { FileProblem } from "./file-problem.ts";

/** What the check needs to know of a `File`. */
export interface FileFacts {
  readonly name: string;
  /** MIME type as the browser guesses it from the name; empty when it cannot. */
  readonly type: string;
  readonly size: number;
}

export type FileCheck<F> =
  | { readonly ok: true; readonly files: readonly F[] }
  | { readonly ok: false; readonly problem: FileProblem };

/** @param files in the order in which they were chosen; two of them are the images and labels of one IDX data set */
export function checkFiles<F extends FileFacts>(files: readonly F[]): FileCheck<F> {
  const found = countProblem(files) ?? files.map(fileProblem).find((each) => each !== null) ?? null;
  return found ? { ok: false, problem: found } : { ok: true, files };
}

/** For a folder that was dropped: the browser hands it over as a file that cannot be read. */
export const FOLDER_PROBLEM: FileProblem = { file: "folder" };

function countProblem(files: readonly FileFacts[]): FileProblem | null {
  if (files.length === 0) return { file: "nothing" };
  if (files.length > 2) return { file: "many", count: files.length };
  // A text may bring its tokenizer.json.
  const isPair = files.length === 2 && files.filter(isTokenizer).length !== 1;
  return isPair && files.some(isTextByName) ? { file: "pair" } : null;
}

function fileProblem(file: FileFacts): FileProblem | null {
  const { name, size } = file;
  if (size === 0) return { file: "empty", name };
  if (size > FILE_LIMIT_BYTES) return { file: "large", name, size };
  const kind = foreignKind(file);
  return kind === null ? null : { file: "foreign", name, kind };
}

const isTokenizer = ({ name }: FileFacts): boolean => isTokenizerName(name);

const isTextByName = (file: FileFacts): boolean => /\.(txt|text|md|csv|tsv|json|html?)$/i.test(file.name);

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
