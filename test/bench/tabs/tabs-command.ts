/** `bench tabs`: real tabs, each in a browser context of its own, with WebRTC between them and the real server. */
import { Command, Option } from "commander";
import type { Intensity } from "../../../worker/api.ts";
import { openApp, openAppIn } from "../../support/app.ts";
import { measureAbsence } from "./absence.ts";
import { buildPlainPage } from "./build-plain-page.ts";
import { measureClosing } from "./closing.ts";
import { measureKilling } from "./killing.ts";
import { TabPool } from "./tab-pool.ts";
import { measureTogether } from "./together.ts";

interface Options {
  readonly tabs: string;
  readonly rounds: string;
  readonly project: string;
  readonly intensity: Intensity;
  readonly plain: boolean;
  readonly close?: string;
  readonly kill: boolean;
  readonly signaling: boolean;
  readonly minutes: string;
  readonly seed: string;
}

export function tabsCommand(): Command {
  return new Command("tabs")
    .description("Tabs that train one model together in Chromium. Needs a build. Prints one JSON object.")
    .option("--tabs <count>", "tabs that train undisturbed", "3")
    .option("--rounds <count>", "rounds that they train", "20")
    .option(
      "--project <name>",
      "built-in project: tiny (20,000 parameters, rounds of 2 s) or stories",
      "tiny",
    )
    .addOption(
      new Option("--intensity <word>", "share of the time that each tab computes: 25, 50 or 100 %")
        .choices(["light", "half", "full"])
        .default("full"),
    )
    .option(
      "--plain",
      "pages that draw nothing: sixteen real ones would take more of two cores than the swarm",
      false,
    )
    .option("--close <times>", "instead: close one of three tabs at the first byte of its update")
    .option("--kill", "instead: a random one of six tabs dies every 10 s", false)
    .option("--signaling", "instead: the server is away while four tabs train", false)
    .option("--minutes <count>", "of --kill and --signaling", "5")
    .option("--seed <text>", "of --kill", "tabs")
    .action(runTabsBenchmark);
}

async function runTabsBenchmark(options: Options): Promise<void> {
  const page = options.plain ? await buildPlainPage() : null;
  const app = await (page ? openAppIn(page.folder) : openApp());
  try {
    const { project, intensity, plain: isPlain } = options;
    const report = await measure(new TabPool(app, project, intensity), options);
    console.log(JSON.stringify({ project, intensity, isPlain, ...report }));
    if (!report.isMet) process.exitCode = 1;
  } finally {
    await app.close();
    await page?.remove();
  }
}

function measure(pool: TabPool, { tabs, rounds, close, kill, signaling, minutes, seed }: Options) {
  if (close !== undefined) return measureClosing(pool, positive("--close", close));
  if (kill) return measureKilling(pool, positive("--minutes", minutes), seed);
  if (signaling) return measureAbsence(pool, positive("--minutes", minutes));
  return measureTogether(pool, { tabs: positive("--tabs", tabs), rounds: positive("--rounds", rounds) });
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${name} is ${text}, but must be a number above 0.`);
  return value;
}
