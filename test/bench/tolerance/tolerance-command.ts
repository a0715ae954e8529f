/** `bench tolerance`: how far work on a graphics device is from its replay on WASM, and how far forged work is. */
import { Command, InvalidArgumentError, Option } from "commander";
import { calibrate, type Row, STARTS } from "./calibrate.ts";
import { type CaseName, MODELS, OPTIMIZERS } from "./cases.ts";
import { openGpuTrainer } from "./open-gpu-trainer.ts";
import { formatCase, formatSummary, summarize } from "./report.ts";

interface ToleranceOptions {
  readonly models: readonly CaseName["model"][];
  readonly optimizers: readonly CaseName["optimizer"][];
  readonly steps: readonly number[];
  readonly hardware: boolean;
  readonly json: boolean;
}

const DEFAULT_STEPS = [1, 5, 15, 30, 60];

export function toleranceCommand(): Command {
  return new Command("tolerance")
    .description(
      "Train rounds on WebGPU in Chromium and on WASM, and measure the distance of honest and of forged updates. Exits with 1 when an honest one is refused or a forged one passes.",
    )
    .addOption(new Option("--models <names...>", "models to train").choices(MODELS).default(MODELS))
    .addOption(
      new Option("--optimizers <names...>", "optimisers to train with")
        .choices(OPTIMIZERS)
        .default(OPTIMIZERS),
    )
    .option(
      "--steps <counts>",
      "inner steps of the rounds, such as 1,5,60",
      parseSteps,
      DEFAULT_STEPS as readonly number[],
    )
    .option("--hardware", "the computer's own graphics device instead of SwiftShader", false)
    .option("--json", "one JSON object instead of tables", false)
    .action(runToleranceBenchmark);
}

async function runToleranceBenchmark(options: ToleranceOptions): Promise<void> {
  const { models, optimizers, steps, hardware, json } = options;
  const opened = await openGpuTrainer(...(hardware ? ["--use-webgpu-adapter=default"] : []));
  const { trainer, browserVersion } = opened;
  try {
    const device = await trainer.describeDevice();
    if (!json) console.log(`Chromium ${browserVersion}, ${device}`);
    const rows: Row[] = [];
    for (const model of models)
      for (const optimizer of optimizers)
        for (const start of STARTS) {
          const found = await calibrate(trainer, { model, optimizer, start, steps });
          rows.push(...found);
          if (!json) console.log(`\n${formatCase(found)}`);
        }
    const summary = summarize(rows);
    if (json) console.log(JSON.stringify({ browserVersion, device, rows, ...summary }));
    else console.log(`\n${formatSummary(summary)}`);
    if (summary.honest.refused > 0 || summary.forged.passed > 0) process.exitCode = 1;
  } finally {
    await opened.close();
  }
}

function parseSteps(text: string): readonly number[] {
  const steps = text.split(",").map(Number);
  const isAscending = steps.every(
    (count, index) => Number.isInteger(count) && count > (steps[index - 1] ?? 0),
  );
  if (!isAscending) throw new InvalidArgumentError("Expected whole numbers from 1 that ascend.");
  return steps;
}
