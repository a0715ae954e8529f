/** `bench widget`: what the widget costs the pages that show it, and whether any of them gets more from it than its visitors give. */
import { Command } from "commander";
import { runScenarios } from "../run-scenarios.ts";
import { measureEnding } from "./ending.ts";
import { measureHostile } from "./hostile.ts";
import { measureQuiet } from "./quiet.ts";
import { measureTraining } from "./training.ts";

const SCENARIOS = ["quiet", "hostile", "training", "ending"] as const;

interface Options {
  readonly only?: string;
  readonly quiet: string;
  readonly training: string;
  readonly times: string;
}

export function widgetCommand(): Command {
  return new Command("widget")
    .description(
      "The widget in Chromium on pages of another site: left alone, attacked in every way, while it trains, and when that ends. Needs a build. Prints one JSON object.",
    )
    .option("--only <name>", `one of ${SCENARIOS.join(", ")}`)
    .option("--quiet <seconds>", "that nobody presses anything", "60")
    .option("--training <seconds>", "of clicks and typing beside it", "30")
    .option("--times <count>", "that a donation ends in each way", "5")
    .action(runWidgetBenchmark);
}

const runWidgetBenchmark = ({ only, quiet, training, times }: Options): Promise<void> =>
  runScenarios(
    {
      quiet: (app) => measureQuiet(app, Number(quiet)),
      hostile: measureHostile,
      training: (app) => measureTraining(app, Number(training)),
      ending: (app) => measureEnding(app, Number(times)),
    },
    only,
  );
