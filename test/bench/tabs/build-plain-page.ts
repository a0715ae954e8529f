/** Builds the page without its looks into a folder of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { build } from "vite";

const ROOT = join(import.meta.dirname, "page");
const CONFIGURATION = join(import.meta.dirname, "../../../vite.config.ts");

export async function buildPlainPage(): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const outDir = await mkdtemp(join(tmpdir(), "tabloom-tabs-"));
  await build({
    configFile: CONFIGURATION, // the workers and the runtime as in the real page
    root: ROOT,
    logLevel: "error",
    build: { outDir: relative(ROOT, outDir), manifest: false },
  });
  return { folder: outDir, remove: () => rm(outDir, { recursive: true, force: true }) };
}
