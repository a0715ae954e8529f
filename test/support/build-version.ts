/** The page, built as another version: what a server has after an update. */
import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const ROOT = join(import.meta.dirname, "../..");

/** @returns the folder with the page; the caller deletes it */
export async function buildVersion(version: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `tabloom-${version}-`));
  const vite = join(ROOT, "node_modules/vite/bin/vite.js");
  const parameters = [vite, "build", "--logLevel", "error", "--emptyOutDir", "--outDir", folder];
  const env = { ...process.env, NODE_ENV: "production", TABLOOM_VERSION: version };
  await promisify(execFile)(process.execPath, parameters, { cwd: ROOT, env });
  return folder;
}
