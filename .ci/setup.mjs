/**
 * Makes a fresh clone runnable: installs the packages of the lock file when they are missing or differ from it. Like all
 * scripts that run before that, it depends on nothing but Node. As a command: `node .ci/setup.mjs && …`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the repository, or of the unpacked package. Every script works from any current folder. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** In the package that `npm pack` makes, dist/ is built already, and there is nothing to build it from. */
export const IS_PACKAGE = !existsSync(`${ROOT}/vite.config.ts`);

/** The same as "engines" in package.json, which npm only warns about. */
const MIN_NODE = [20, 19];

/** Prints nothing when all is well: standard output belongs to the command that follows. */
export function installPackages() {
  refuseOldNode();
  if (IS_PACKAGE) {
    // Installed as a dependency, its packages lie in a folder above; unpacked by hand, they must be fetched.
    if (!canResolve("sirv")) npm("install", "--omit=dev", "--no-package-lock");
  } else if (!isInstalled()) {
    npm("ci");
  }
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [minMajor = 0, minMinor = 0] = MIN_NODE;
  if (major > minMajor || (major === minMajor && minor >= minMinor)) return;
  console.error(`Tabloom needs Node ${MIN_NODE.join(".")} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/**
 * Runs npm without its chatter; shows its output only when it fails, on standard error.
 * @param {...string} parameters
 */
function npm(...parameters) {
  const windows = process.platform === "win32"; // there npm is a script that only a shell can start
  const result = spawnSync("npm", parameters, { cwd: ROOT, encoding: "utf8", shell: windows });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}${result.error?.message ?? ""}\n`);
  console.error(`npm ${parameters.join(" ")} failed.`);
  process.exit(1);
}

/**
 * Does node_modules hold what the lock file asks for? npm keeps a lock file of its own in there. Compared by version and
 * not by date, because a checkout changes dates; optional packages are other platforms' binaries.
 */
function isInstalled() {
  const present = readPackages("node_modules/.package-lock.json");
  return Object.entries(readPackages("package-lock.json")).every(
    ([path, { version, optional }]) => path === "" || optional || present[path]?.version === version,
  );
}

/** @param {string} file @returns {Record<string, { version: string, optional?: boolean }>} */
function readPackages(file) {
  if (!existsSync(`${ROOT}/${file}`)) return {};
  return JSON.parse(readFileSync(`${ROOT}/${file}`, "utf8")).packages;
}

/** @param {string} name */
function canResolve(name) {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) installPackages();
