/**
 * Refuses, with a sentence, files that cannot be training data. Only what their names and sizes tell: what is inside is
 * checked by the worker, which reads them.
 */
import { FILE_LIMIT_BYTES } from "../../shared/data/file-limit.ts";
import type { Problem } from "../../worker/api.ts";
import { formatFileSize } from "./format.ts";

/** What the check needs to know of a `File`. */
export interface FileFacts {
  readonly name: string;
  /** MIME type as the browser guesses it from the name; empty when it cannot. */
  readonly type: string;
  readonly size: number;
}

export type FileCheck<F> =
  | { readonly ok: true; readonly files: readonly F[] }
  | { readonly ok: false; readonly problem: Problem };

/** @param files in the order in which they were chosen; two of them are the images and labels of one IDX data set */
export function checkFiles<F extends FileFacts>(files: readonly F[]): FileCheck<F> {
  const problem = countProblem(files) ?? files.map(fileProblem).find((found) => found !== null) ?? null;
  return problem ? { ok: false, problem } : { ok: true, files };
}

/** For a folder that was dropped: the browser hands it over as a file that cannot be read. */
export const FOLDER_PROBLEM: Problem = {
  title: "That is a folder.",
  advice: "Choose one file in it: a text, a table, or the two files of an IDX image set.",
};

function countProblem(files: readonly FileFacts[]): Problem | null {
  if (files.length === 0) {
    return {
      title: "Nothing that can be read was dropped.",
      advice: "Drop a file from your computer, not a link or a selection.",
    };
  }
  if (files.length > 2) {
    return {
      title: `That is ${files.length} files; one model learns one data set.`,
      advice: "Choose one text or table, or the two files of an IDX image set (images and labels).",
    };
  }
  if (files.length === 2 && files.some(isTextByName)) {
    return {
      title: "Two files are read as the images and labels of an IDX set, and these are not.",
      advice: "For a text or a table, choose one file.",
    };
  }
  return null;
}

function fileProblem(file: FileFacts): Problem | null {
  const name = `“${file.name}”`;
  if (file.size === 0) {
    return {
      title: `${name} is empty.`,
      advice: "Choose a file with at least a few pages of text, or a few hundred rows.",
    };
  }
  if (file.size > FILE_LIMIT_BYTES) {
    return {
      title: `${name} has ${formatFileSize(file.size)}; the limit is ${formatFileSize(FILE_LIMIT_BYTES)}.`,
      advice: "Choose a smaller file, or cut a piece out of this one.",
    };
  }
  const kind = foreignKind(file);
  if (kind === null) return null;
  return {
    title: `${name} is ${kind}, which Tabloom cannot learn from yet.`,
    advice: "Save its contents as plain text or CSV and choose that file.",
  };
}

const isTextByName = (file: FileFacts): boolean => /\.(txt|text|md|csv|tsv|json|html?)$/i.test(file.name);

const FOREIGN_KINDS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/^image\/(?!svg)/, "a picture"],
  [/^audio\//, "a sound recording"],
  [/^video\/(?!mp2t)/, "a video"], // .ts is TypeScript here, not an MPEG transport stream
  [/^application\/pdf$/, "a PDF"],
  [/^application\/(zip|x-7z-compressed|vnd\.rar|x-tar|x-zip-compressed)$/, "an archive"],
  [/^application\/(msword|vnd\.(openxmlformats|ms-|oasis\.))/, "an office document"],
];

/** Names come first: where Excel is installed, Windows calls every CSV an office document. */
const foreignKind = (file: FileFacts): string | null =>
  isTextByName(file) ? null : (FOREIGN_KINDS.find(([pattern]) => pattern.test(file.type))?.[1] ?? null);
