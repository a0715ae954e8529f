/**
 * `node .ci/run.mjs <program.ts> …`: runs a TypeScript program with tsx; in the package, the command line in its built
 * form. The program sees the folder in which the person typed the command, so that relative file names mean what they
 * look like.
 */
import { spawn } from "node:child_process";
import { installPackages, IS_PACKAGE, ROOT } from "./setup.mjs";

installPackages();
const [source, ...parameters] = process.argv.slice(2);
const program = IS_PACKAGE
  ? [`${ROOT}/dist/node/tabloom.js`]
  : ["--import", import.meta.resolve("tsx"), `${ROOT}/${source}`];

const child = spawn(process.execPath, [...program, ...parameters], {
  stdio: "inherit",
  cwd: process.env["INIT_CWD"] ?? process.cwd(),
  env: { ...process.env, TSX_TSCONFIG_PATH: `${ROOT}/tsconfig.json` },
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"]))
  process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
});
