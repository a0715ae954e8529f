/** Reads the files of `--data` and opens them as a dataset. */
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { DataError } from "../../shared/data/data-error.ts";
import { type DataFile, detectKind, type OpenedDataset, openDataset } from "../../shared/data/detect.ts";
import { FILE_LIMIT_BYTES, megabytes } from "../../shared/data/file-limit.ts";
import { readTokenizer } from "../../shared/data/tokenizer.ts";
import type { DataOptions } from "../../shared/project/manifest.ts";
import type { ModelSpec } from "../../shared/model/spec.ts";
import { blockSizeOf, defaultModelName, type ModelName } from "../../shared/training/defaults.ts";
import type { TrainOptions } from "./train-options.ts";

export interface OpenedData {
  readonly dataset: OpenedDataset;
  readonly modelName: ModelName;
  /** What the dataset was opened from, and how: with these everybody opens the same. */
  readonly files: readonly DataFile[];
  readonly options: DataOptions;
}

/**
 * @param resumed the model of the checkpoint to go on from; it decides the length of a block
 * @throws DataError with advice when the files cannot be learned
 */
export async function readDataset(
  {
    data,
    tokenizer: tokenizerPath,
    model,
    target,
  }: Pick<TrainOptions, "data" | "tokenizer" | "model" | "target">,
  resumed: ModelSpec | undefined,
): Promise<OpenedData> {
  const files = await Promise.all(data.map(readDataFile));
  const tokenizerFile = tokenizerPath === undefined ? null : await readDataFile(tokenizerPath);
  const tokenizer = tokenizerFile === null ? undefined : await readTokenizer(tokenizerFile.bytes);
  if (tokenizerFile !== null) files.push(tokenizerFile);
  // --model gpt:… on a CSV file means its text.
  const isText = model?.startsWith("gpt") === true || tokenizer !== undefined;
  const kind = isText ? "text" : detectKind(files);
  const modelName = model ?? defaultModelName(kind === "series" ? "table" : kind);
  const blockSize =
    resumed?.kind === "gpt"
      ? resumed.blockSize
      : kind === "text"
        ? blockSizeOf(model?.startsWith("gpt") ? model : "gpt:micro")
        : undefined;
  const options = { blockSize, target };
  return {
    dataset: openDataset(files, { ...options, kind, tokenizer }),
    modelName,
    files,
    options: tokenizer === undefined ? options : { ...options, vocabulary: "tokenizer" },
  };
}

async function readDataFile(path: string): Promise<DataFile> {
  try {
    const { size } = await stat(path);
    if (size > FILE_LIMIT_BYTES)
      throw new DataError("large", { name: path, limit: megabytes(FILE_LIMIT_BYTES) });
    const bytes = await readFile(path);
    if (!path.endsWith(".gz")) return { name: basename(path), bytes };
    return {
      name: basename(path, ".gz"),
      bytes: await promisify(gunzip)(bytes, { maxOutputLength: FILE_LIMIT_BYTES }),
    };
  } catch (error) {
    if (error instanceof DataError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError("unreadable", { name: path }, { detail: reason, cause: error });
  }
}
