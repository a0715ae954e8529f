/** `bench app`: what the page costs whoever visits it. */
import { Command } from "commander";
import { runScenarios } from "../run-scenarios.ts";
import { measureJudging } from "./judging.ts";
import { measurePausing } from "./pausing.ts";
import { measureStarting } from "./starting.ts";
import { measureStaying } from "./staying.ts";
import { measureStopping } from "./stopping.ts";

const SCENARIOS = ["starting", "staying", "pausing", "stopping", "judging"] as const;

interface Options {
  readonly only?: string;
  readonly times: string;
  readonly minutes: string;
  readonly runs: string;
}

export function appCommand(): Command {
  return new Command("app")
    .description(
      "The page in Chromium: how long until the first useful step on a slow line, how free its main thread stays, how soon it says why it rests, how soon Stop has stopped everything, and what Lighthouse says. Needs a build. Prints one JSON object.",
    )
    .option("--only <name>", `one of ${SCENARIOS.join(", ")}`)
    .option("--times <count>", "starts with empty caches, and stops", "20")
    .option("--minutes <count>", "of training while somebody looks around", "5")
    .option("--runs <count>", "of Lighthouse for each screen", "3")
    .action(runAppBenchmark);
}

const runAppBenchmark = ({ only, times, minutes, runs }: Options): Promise<void> =>
  runScenarios(
    {
      starting: (app) => measureStarting(app, Number(times)),
      staying: (app) => measureStaying(app, Number(minutes)),
      pausing: measurePausing,
      stopping: (app) => measureStopping(app, Number(times)),
      judging: (app) => measureJudging(app, Number(runs)),
    },
    only,
  );
