/** `bench app`: what the page costs whoever visits it. */
import { Command } from "commander";
import { openApp } from "../../support/app.ts";
import { measureJudging } from "./judging.ts";
import { measureStarting } from "./starting.ts";
import { measureStaying } from "./staying.ts";

const SCENARIOS = ["starting", "staying", "judging"] as const;
type Scenario = (typeof SCENARIOS)[number];

interface Options {
  readonly only?: string;
  readonly times: string;
  readonly minutes: string;
  readonly runs: string;
}

export function appCommand(): Command {
  return new Command("app")
    .description(
      "The page in Chromium: how long until the first useful step on a slow line, how free its main thread stays, and what Lighthouse says. Needs a build. Prints one JSON object.",
    )
    .option("--only <name>", `one of ${SCENARIOS.join(", ")}`)
    .option("--times <count>", "starts with empty caches", "20")
    .option("--minutes <count>", "of training while somebody looks around", "5")
    .option("--runs <count>", "of Lighthouse for each screen", "3")
    .action(runAppBenchmark);
}

async function runAppBenchmark(options: Options): Promise<void> {
  const scenarios = chosen(options.only);
  const app = await openApp();
  const measures: Record<Scenario, () => Promise<{ readonly isMet: boolean }>> = {
    starting: () => measureStarting(app, Number(options.times)),
    staying: () => measureStaying(app, Number(options.minutes)),
    judging: () => measureJudging(app, Number(options.runs)),
  };
  try {
    const results: { readonly isMet: boolean }[] = [];
    for (const scenario of scenarios) results.push(await measures[scenario]());
    const isMet = results.every((result) => result.isMet);
    console.log(JSON.stringify({ results, isMet }));
    if (!isMet) process.exitCode = 1;
  } finally {
    await app.close();
  }
}

function chosen(only: string | undefined): readonly Scenario[] {
  if (only === undefined) return SCENARIOS;
  const scenario = SCENARIOS.find((each) => each === only);
  if (scenario === undefined)
    throw new Error(`--only is ${only}, but must be one of ${SCENARIOS.join(", ")}.`);
  return [scenario];
}
