/** Builds dist/: the page (dist/web) and the server and command line for Node (dist/node). Quiet unless it fails. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { installPackages, ROOT } from "./setup.mjs";

const CONFIGURATIONS = ["vite.config.ts", ".ci/vite.loader.config.ts", ".ci/vite.node.config.ts"];

/** @returns {boolean} whether everything was built */
export function build() {
  return CONFIGURATIONS.every((configuration) => {
    const parameters = [
      "node_modules/vite/bin/vite.js",
      "build",
      "--logLevel",
      "warn",
      "--config",
      configuration,
    ];
    const result = spawnSync(process.execPath, parameters, { cwd: ROOT, encoding: "utf8" });
    if (result.status !== 0) process.stderr.write(`${result.stdout}${result.stderr}\n`);
    return result.status === 0;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  installPackages();
  if (!build()) process.exit(1);
}
