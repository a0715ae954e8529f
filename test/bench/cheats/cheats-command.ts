/** `bench cheats`: who cheats, how soon it is found, what it costs whom. JSON, one object a line; what must not happen comes with the command that shows it again. */
import { Command, InvalidArgumentError } from "commander";
import { WAYS_TO_CHEAT, type WayToCheat } from "../../simulation/cheating/ways-to-cheat.ts";
import { paperReport, type Seeds } from "./paper-report.ts";
import { LIES_OF_FAKERS, swarmReport, type WayInSwarm } from "./swarm-report.ts";

interface Options {
  readonly way: string;
  readonly seed: number;
  readonly seeds: number;
  readonly peers: number;
  readonly contributions: number;
}

const IN_SWARM = Object.keys(LIES_OF_FAKERS) as readonly WayInSwarm[];
const ALL: readonly (WayToCheat | WayInSwarm)[] = [...WAYS_TO_CHEAT, ...IN_SWARM];

export function cheatsCommand(): Command {
  return new Command("cheats")
    .description(
      "Cells with cheats in them, on paper and with real participants: who is found when, and what it pays.",
    )
    .option("--way <name>", `all, or one of: ${ALL.join("; ")}`, "all")
    .option("--seed <number>", "the first one; the others follow", parseCount, 0)
    .option("--seeds <count>", "how many of each way", parseCount, 20)
    .option("--peers <count>", "of a cell", parseCount, 16)
    .option("--contributions <count>", "of a swarm of real participants, at least", parseCount, 1_000)
    .action(async ({ way, seed, seeds, peers, contributions }: Options) => {
      const ways = ALL.filter((name) => way === "all" || way === name);
      if (ways.length === 0) throw new Error(`there is no "${way}"; one of: ${ALL.join("; ")}`);
      const range: Seeds = { first: seed, count: seeds, peers };
      for (const name of ways) {
        const startMs = performance.now();
        const report = isInSwarm(name)
          ? await swarmReport(name, range, contributions, print)
          : await paperReport(name, range, print);
        print({
          way: name,
          seeds,
          peers,
          ...report,
          seconds: Math.round((performance.now() - startMs) / 1_000),
        });
        if (!report.met) process.exitCode = 1;
      }
    });
}

function isInSwarm(name: WayToCheat | WayInSwarm): name is WayInSwarm {
  return name in LIES_OF_FAKERS;
}

function print(line: object): void {
  console.log(JSON.stringify(line));
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 0) throw new InvalidArgumentError("not a whole number");
  return count;
}
