/**
 * `npm test`: everything, from a fresh clone. Every stage runs even when an earlier one failed, and the last line is the
 * sum over all of them. `npm test -- lint unit` runs only the stages named.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { relative } from "node:path";
import { build } from "./build.mjs";
import { ensureChromium } from "./chromium.mjs";
import { installPackages, ROOT } from "./setup.mjs";
import { checkSize } from "./size.mjs";

/** A stage that hangs must not hang the whole run. */
const STAGE_TIMEOUT_MS = 2_700_000;

/** @typedef {{ passed: number, failed: number, failures?: string[] }} Result `failures`: a line for each, where there are names */

/** Lines of an error that are repeated at the end; the whole stands where the test ran. */
const FAILURE_LINES = 3;

/** Runs a program of node_modules; true when it exits with 0. @param {string} script @param {...string} parameters */
function run(script, ...parameters) {
  const result = spawnSync(process.execPath, [`node_modules/${script}`, ...parameters], {
    cwd: ROOT,
    stdio: "inherit",
    timeout: STAGE_TIMEOUT_MS,
  });
  if (result.error) console.error(`${script}: ${result.error.message}`);
  return result.status === 0;
}

/** @param {boolean} isGood @returns {Result} */
const check = (isGood) => ({ passed: isGood ? 1 : 0, failed: isGood ? 0 : 1 });

/** Runs one Vitest project and counts its tests. @param {string} project @returns {Result} */
function vitest(project) {
  const report = `${ROOT}/node_modules/.cache/vitest-${project}.json`;
  rmSync(report, { force: true });
  const isGood = run(
    "vitest/vitest.mjs",
    "run",
    `--project=${project}`,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  );
  const { passed, failed, failures = [] } = readReport(report);
  // No tests at all, a file that does not load, an error outside of any test, or a time limit: a failure all the same.
  const isSilentFailure = failed === 0 && (!isGood || passed === 0);
  return { passed, failed: isSilentFailure ? 1 : failed, failures };
}

/** @param {string} report @returns {Result} */
function readReport(report) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
    return { passed: numPassedTests, failed: numFailedTests, failures: testResults.flatMap(failuresOf) };
  } catch {
    return { passed: 0, failed: 0 }; // Vitest ended before it could write one
  }
}

/**
 * One file of a report in Vitest's JSON.
 * @param {{ name: string, status: string, message: string, assertionResults: { status: string, fullName: string, failureMessages: string[] }[] }} file
 * @returns {string[]}
 */
function failuresOf({ name: path, status, message, assertionResults }) {
  const name = relative(ROOT, path);
  const failed = assertionResults.filter((test) => test.status === "failed");
  if (failed.length === 0) return status === "failed" ? [`${name}: ${firstLines(message)}`] : [];
  return failed.map((test) => `${name}: ${test.fullName}\n  ${firstLines(test.failureMessages[0] ?? "")}`);
}

/** @param {string} text */
const firstLines = (text) => text.split("\n").slice(0, FAILURE_LINES).join("\n  ");

/** In this order: the cheap ones first, and the build before those that use it. @type {Record<string, () => Result>} */
const STAGES = {
  types: () => check(run("typescript/bin/tsc", "-b")),
  lint: () => check(run("oxlint/bin/oxlint", ".", ".ci")),
  format: () => check(run("oxfmt/bin/oxfmt", "--check")),
  build: () => check(build()),
  size: () => check(checkSize()),
  unit: () => vitest("unit"),
  browser: () => vitest("browser"),
  e2e: () => vitest("e2e"),
};

/** A stage that throws has failed; the others still run. @param {string} name @returns {Result} */
function runStage(name) {
  const started = performance.now();
  console.log(`\n── ${name}`);
  let result = check(false);
  try {
    result = STAGES[name]?.() ?? result;
  } catch (error) {
    console.error(error);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`── ${name}: ${result.passed} passed, ${result.failed} failed in ${seconds} s`);
  return result;
}

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in STAGES));
if (unknown.length > 0) {
  console.error(
    `There is no stage ${unknown.join(", ")}. The stages are: ${Object.keys(STAGES).join(", ")}.`,
  );
  process.exit(1);
}

installPackages();
try {
  process.env["CHROME_PATH"] = await ensureChromium();
} catch (error) {
  console.error(error); // the stages that need no browser still tell something
}
const results = (chosen.length > 0 ? chosen : Object.keys(STAGES)).map(runStage);
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
// Once more, and shortly: whoever reads only the end of a long log wants to know.
for (const failure of results.flatMap(({ failures = [] }) => failures)) console.error(`✗ ${failure}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
