/**
 * The engines that the product is measured against are no dependencies of the product: they have a lock file of their own in
 * test/bench, and are installed when the benchmark first runs.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "..");

/** @throws when npm cannot install them */
export function installRivals(): void {
  if (isInstalled()) return;
  console.error("Installing the engines to compare with …");
  const options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const isWindows = process.platform === "win32"; // there npm is a script that only a shell can start
  const result = spawnSync("npm", options, { cwd: FOLDER, encoding: "utf8", shell: isWindows });
  if (result.status === 0) return;
  throw new Error(
    `npm ${options[0]} failed in ${FOLDER}: ${result.stderr || String(result.error?.message)}`.trim(),
  );
}

/** The installed version of a package of this folder or of the product. */
export function versionOf(packageName: string): string {
  const folders = [FOLDER, join(FOLDER, "../..")].map((folder) => join(folder, "node_modules", packageName));
  const folder = folders.find((path) => existsSync(path));
  if (folder === undefined) throw new Error(`${packageName} is not installed`);
  return (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version;
}

/** npm leaves a copy of the lock file's packages in node_modules; the entry "" is this folder itself. */
function isInstalled(): boolean {
  const present = readVersions("node_modules/.package-lock.json");
  const wanted = Object.entries(readVersions("package-lock.json"));
  return wanted.every(([path, { version }]) => path === "" || present[path]?.version === version);
}

function readVersions(file: string): Readonly<Record<string, { readonly version?: string }>> {
  const path = join(FOLDER, file);
  if (!existsSync(path)) return {};
  const { packages } = JSON.parse(readFileSync(path, "utf8")) as {
    packages: Record<string, { version?: string }>;
  };
  return packages;
}
