/** Bundles on the disk. */
import { createReadStream } from "node:fs";
import { type FileHandle, open, stat, writeFile } from "node:fs/promises";
import { TabloomError } from "../../shared/core/errors.ts";

/** There is no such file, or it cannot be read or written. */
export class BundleFileError extends TabloomError {
  override readonly name = "BundleFileError";
}

/** Bytes read at once. */
const CHUNK_BYTES = 1_048_576;

/** @throws BundleFileError */
export async function readBundleFile(path: string): Promise<AsyncIterable<Uint8Array>> {
  const found = await stat(path).catch((error: unknown) => {
    throw new BundleFileError(`${path} could not be read: ${reasonOf(error)}.`, { cause: error });
  });
  if (!found.isFile()) throw new BundleFileError(`${path} is not a file: give the bundle itself.`);
  return createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>;
}

/** Before the minutes that lead to a bundle, and not after them, somebody hears that it cannot be written. @throws BundleFileError */
export async function createBundleFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, "w");
  } catch (error) {
    throw new BundleFileError(`${path} could not be written: ${reasonOf(error)}.`, { cause: error });
  }
}

/** @throws what the bundle throws, and the disk */
export async function writeBundleFile(file: FileHandle, bundle: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    await writeFile(file, bundle);
  } finally {
    await file.close();
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOENT") return "there is no such file or folder";
  if (code === "EISDIR") return "it is a folder";
  return error instanceof Error ? error.message : String(error);
}
