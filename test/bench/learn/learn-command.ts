/** `bench learn`: whether models still learn what they must, with the defaults of the command line. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { Command, Option } from "commander";
import { openDataset } from "../../../shared/data/detect.ts";
import { type Check, CHECK_NAMES, type CheckName, CHECKS, type Outcome } from "./checks.ts";
import { train } from "./train.ts";

interface LearnOptions {
  readonly dataFolder: string;
  readonly only?: readonly CheckName[];
  readonly threads: string;
  readonly seed?: string;
  readonly json: boolean;
}

interface CheckReport {
  readonly name: CheckName;
  readonly title: string;
  readonly figure: number;
  readonly unit: string;
  readonly bar: string;
  readonly isMet: boolean;
  readonly seconds: number;
  readonly parametersHash: string;
}

/** A line of progress at most this often. */
const PROGRESS_PAUSE_MS = 10_000;

export function learnCommand(): Command {
  return new Command("learn")
    .description(
      "Train on text, images, a table and a time series, and compare with what must come out. Exits with 1 below a bar.",
    )
    .requiredOption("--data-folder <folder>", "where the data files are")
    .addOption(new Option("--only <names...>", "checks to run").choices(CHECK_NAMES))
    .option("--threads <count>", "threads of the runtime; the results do not depend on it", "1")
    .option("--seed <text>", "another seed than the command line's default")
    .option("--json", "one JSON object instead of text", false)
    .action(runLearnBenchmark);
}

async function runLearnBenchmark(options: LearnOptions): Promise<void> {
  const checks = CHECKS.filter(({ name }) => options.only?.includes(name) ?? true);
  refuseMissingFiles(checks, options.dataFolder);
  const reports: CheckReport[] = [];
  for (const check of checks) {
    const report = await runCheck(check, options);
    reports.push(report);
    if (!options.json) console.log(formatReport(report));
  }
  const isMet = reports.every((report) => report.isMet);
  if (options.json) console.log(JSON.stringify({ checks: reports, isMet }));
  if (!isMet) process.exitCode = 1;
}

function refuseMissingFiles(checks: readonly Check[], folder: string): void {
  const missing = checks.flatMap(({ files }) => files).filter((file) => !existsSync(join(folder, file)));
  if (missing.length === 0) return;
  throw new Error(
    `${folder} lacks ${[...new Set(missing)].join(", ")}; --only runs the checks whose data is there.`,
  );
}

async function runCheck(check: Check, { dataFolder, threads, seed }: LearnOptions): Promise<CheckReport> {
  const files = check.files.map((file) => resolve(dataFolder, file));
  const startMs = performance.now();
  let printedMs = startMs;
  const seeded = seed === undefined ? [] : ["--seed", seed];
  const outcome = await train(
    ["--data", ...files, ...check.options, "--threads", threads, ...seeded],
    (progress) => {
      if (performance.now() - printedMs < PROGRESS_PAUSE_MS) return;
      printedMs = performance.now();
      console.error(
        `${check.name}: step ${progress.step}, loss ${progress.trainLoss.toFixed(4)}, ${progress.msPerStep.toFixed(1)} ms/step`,
      );
    },
  );
  const seconds = (performance.now() - startMs) / 1000;
  return judge(
    check,
    outcome,
    check.bar.value === "naive" ? await naiveError(files) : check.bar.value,
    seconds,
  );
}

function judge(check: Check, outcome: Outcome, limit: number, seconds: number): CheckReport {
  const { name, title, unit, bar } = check;
  const figure = check.figureOf(outcome) ?? NaN;
  const isMet =
    bar.side === "at least" ? figure >= limit : bar.side === "at most" ? figure <= limit : figure < limit;
  const naive = bar.value === "naive" ? " (yesterday's value as forecast)" : "";
  const { parametersHash } = outcome;
  return {
    name,
    title,
    figure,
    unit,
    bar: `${bar.side} ${round(limit)}${naive}`,
    isMet,
    seconds,
    parametersHash,
  };
}

/** Error of the forecast "the same as yesterday" on the held-out part, in the data's units. */
async function naiveError([file = ""]: readonly string[]): Promise<number> {
  const dataset = openDataset([{ name: basename(file), bytes: await readFile(file) }], { kind: "series" });
  if (dataset.kind !== "series") throw new Error(`${file} is no time series`);
  return dataset.naiveMeanAbsoluteError();
}

function formatReport({ title, figure, unit, bar, isMet, seconds }: CheckReport): string {
  return `${isMet ? "PASS" : "FAIL"} ${title}: ${round(figure)} ${unit}, asked for ${bar} (${Math.round(seconds)} s)`;
}

function round(value: number): string {
  return value.toFixed(4);
}
