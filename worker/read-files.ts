/** Reads a visitor's files in the worker, so that the page never holds their bytes. */
import { DataError } from "../shared/data/data-error.ts";
import { FILE_LIMIT_BYTES, megabytes } from "../shared/data/file-limit.ts";
import type { DataFile } from "../shared/data/detect.ts";
import { shorten } from "../shared/data/wording.ts";

/** @throws DataError when a file is too large, packed or unpacked, or cannot be read */
export function readFiles(files: readonly File[]): Promise<DataFile[]> {
  return Promise.all(files.map(readFile));
}

async function readFile(file: File): Promise<DataFile> {
  refuseLarge(file.name, file.size);
  try {
    const isGzip = file.name.endsWith(".gz");
    const bytes = isGzip ? await unpack(file) : new Uint8Array(await file.arrayBuffer());
    return { name: isGzip ? file.name.slice(0, -".gz".length) : file.name, bytes };
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError("unreadable", { name: shorten(file.name, 60) }, { cause: error });
  }
}

/** Unpacks piece by piece and stops at the limit: a few kilobytes can unpack to gigabytes. */
async function unpack(file: File): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = file.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    size += piece.value.length;
    if (size > FILE_LIMIT_BYTES) await reader.cancel();
    refuseLarge(file.name, size);
    parts.push(piece.value);
  }
  return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

function refuseLarge(name: string, size: number): void {
  if (size <= FILE_LIMIT_BYTES) return;
  throw new DataError("large", { name: shorten(name, 60), limit: megabytes(FILE_LIMIT_BYTES) });
}
