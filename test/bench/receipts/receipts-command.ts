/** `bench receipts`: what becomes of receipts in real browsers that are killed, taken over and replaced. */
import { Command } from "commander";
import { openApp } from "../../support/app.ts";
import { measureArriving } from "./arriving.ts";
import { measureKilling } from "./killing.ts";
import { measureRestoring } from "./restoring.ts";
import { measureTakingOver } from "./taking-over.ts";

/** Rounds of two seconds. */
const PROJECT = "?project=tiny&backend=wasm";
const SCENARIOS = ["killing", "taking-over", "restoring", "arriving"] as const;
type Scenario = (typeof SCENARIOS)[number];

interface Options {
  readonly only?: readonly string[];
  readonly times: string;
  readonly rounds: string;
  readonly tabs: string;
  readonly seed: string;
}

export function receiptsCommand(): Command {
  return new Command("receipts")
    .description(
      "Receipts in Chromium: browsers that are killed, tabs that take over, the twelve words, and how soon a receipt is seen. Needs a build. Prints one JSON object.",
    )
    .option("--only <names...>", `some of ${SCENARIOS.join(", ")}`)
    .option("--times <count>", "deaths of browsers, and of tabs", "100")
    .option(
      "--rounds <count>",
      "rounds that tabs train to see receipts, or before the words are needed",
      "100",
    )
    .option("--tabs <count>", "tabs that see receipts", "3")
    .option("--seed <text>", "of the moments of death", "receipts")
    .action(runReceiptsBenchmark);
}

async function runReceiptsBenchmark(options: Options): Promise<void> {
  const scenarios = chosen(options.only);
  const [times, rounds, tabs] = [
    count("--times", options.times),
    count("--rounds", options.rounds),
    count("--tabs", options.tabs),
  ];
  const { seed } = options;
  const app = await openApp();
  const address = `${app.origin}/${PROJECT}`;
  const measures: Record<Scenario, () => Promise<{ readonly isMet: boolean }>> = {
    killing: () => measureKilling(address, { times, seed }),
    "taking-over": () => measureTakingOver(app, address, { times, seed }),
    restoring: () => measureRestoring(app, address, rounds),
    arriving: () => measureArriving(app, address, { tabs, rounds }),
  };
  try {
    const results: { readonly isMet: boolean }[] = [];
    for (const scenario of scenarios) {
      const startMs = performance.now();
      const result = await measures[scenario]();
      const timed = { ...result, minutes: (performance.now() - startMs) / 60_000 };
      results.push(timed);
      console.error(JSON.stringify(timed)); // the next one may take long
    }
    const isMet = results.every((result) => result.isMet);
    console.log(JSON.stringify({ results, isMet }));
    if (!isMet) process.exitCode = 1;
  } finally {
    await app.close();
  }
}

function chosen(only: readonly string[] | undefined): readonly Scenario[] {
  if (only === undefined) return SCENARIOS;
  return only.map((name) => {
    const scenario = SCENARIOS.find((each) => each === name);
    if (scenario === undefined)
      throw new Error(`--only is ${name}, but must be one of ${SCENARIOS.join(", ")}.`);
    return scenario;
  });
}

function count(name: string, text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value > 0))
    throw new Error(`${name} is ${text}, but must be a whole number above 0.`);
  return value;
}
