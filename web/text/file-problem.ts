/** Why a choice of files cannot be training data, as data, and what a visitor reads of it. */
import { FILE_LIMIT_BYTES } from "../../shared/data/file-limit.ts";
import { say } from "../messages/say.ts";
import { formatFileSize } from "./format.ts";

export type FileFault =
  | "busy" // a run is on
  | "folder"
  | "nothing"
  | "many"
  | "pair"
  | "empty"
  | "large"
  | "foreign";

/** What is absent has nothing to do with the fault. */
export interface FileProblem {
  readonly file: FileFault;
  readonly name?: string;
  /** Bytes. */
  readonly size?: number;
  /** As the message “file.foreign.title” names them. */
  readonly kind?: string;
  /** Of the files. */
  readonly count?: number;
}

/** In the language that is shown. */
export function sayFileProblem({ file, name = "", size = 0, kind = "", count = 0 }: FileProblem) {
  const [sizeText, limit] = [formatFileSize(size), formatFileSize(FILE_LIMIT_BYTES)];
  const values = { name, size: sizeText, limit, kind, count };
  return { title: say(`file.${file}.title`, values), advice: say(`file.${file}.advice`, values) };
}
