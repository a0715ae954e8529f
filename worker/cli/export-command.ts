/** `tabloom export`: a trained model as files for other programs. */
import { mkdir, open, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { formatCount } from "../../shared/data/wording.ts";
import { ExportError } from "../../shared/export/export-error.ts";
import type { ExportedFile } from "../../shared/export/exported-file.ts";
import { exportModel } from "../../shared/export/export-model.ts";
import { MAGIC_NAME } from "../../shared/verify/bundle-format.ts";
import { bundleSource } from "./export/bundle-source.ts";
import { checkpointSource } from "./export/checkpoint-source.ts";
import { type ExportOptions, exportOptions } from "./export/export-options.ts";

export function exportCommand(): Command {
  return exportOptions(
    new Command("export").description(
      "Write a trained model for other programs: safetensors, ONNX, what transformers.js needs, and a model card.",
    ),
  ).action(exportFile);
}

async function exportFile(path: string, options: ExportOptions): Promise<void> {
  await refuseFullFolder(options.out);
  const source = (await isBundle(path)) ? await bundleSource(path) : await checkpointSource(path, options);
  const files = exportModel(source);
  for (const file of files) await write(options.out, file);
  const sizes = files.map(({ path, bytes }) => ({ path, bytes: bytes.length }));
  if (options.json) process.stdout.write(`${JSON.stringify({ files: sizes })}\n`);
  else for (const { path, bytes } of sizes) process.stdout.write(`${path}: ${formatCount(bytes)} bytes\n`);
}

/** Before the minutes that an evaluation can take, and not after them. */
async function refuseFullFolder(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return [];
    throw new ExportError(`${folder} is not a folder: give a new one, or an empty one.`, { cause: error });
  });
  if (entries.length > 0)
    throw new ExportError(`${folder} is not empty: give a new folder, or an empty one.`);
}

async function isBundle(path: string): Promise<boolean> {
  const file = await open(path).catch((error: unknown) => {
    const reason = codeOf(error) === "ENOENT" ? "there is no such file" : String(codeOf(error));
    throw new ExportError(`${path} could not be read: ${reason}.`, { cause: error });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC_NAME.length), 0, MAGIC_NAME.length, 0);
    return buffer.toString("latin1", 0, bytesRead) === MAGIC_NAME;
  } catch (error) {
    throw new ExportError(`${path} is not a file.`, { cause: error });
  } finally {
    await file.close();
  }
}

async function write(folder: string, { path, bytes }: ExportedFile): Promise<void> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, bytes);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : null;
}
