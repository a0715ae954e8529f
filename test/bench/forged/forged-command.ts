/** `bench forged`: forged branches offered to honest peers and to newcomers, and honest branches that none of them may refuse. */
import { Command, InvalidArgumentError } from "commander";
import {
  type Group,
  GROUPS,
  isSituation,
  runSituation,
  type SituationReport,
} from "../../simulation/forged-branch-situations.ts";
import { median } from "../median.ts";

interface Options {
  readonly seeds: number;
  readonly seed: number;
  readonly group?: Group;
  readonly situation?: SituationReport["situation"];
}

export function forgedCommand(): Command {
  return new Command("forged")
    .description("Simulated swarms that are offered forged branches; who follows them, and for how long.")
    .option("--seeds <count>", "how many of each group", parseCount, 200)
    .option("--seed <number>", "the first one; the others follow", parseCount, 0)
    .option("--group <name>", `only this one of ${Object.keys(GROUPS).join(", ")}`, parseGroup)
    .option("--situation <name>", "only this one", parseSituation)
    .action(async ({ seeds, seed: first, group: only, situation }: Options) => {
      let failed = 0;
      const run = async (name: string, situationOf: (seed: number) => SituationReport["situation"]) => {
        const startedMs = performance.now();
        const reports: SituationReport[] = [];
        for (let seed = first; seed < first + seeds; seed++) {
          const report = await runSituation(situationOf(seed), seed);
          reports.push(report);
          const { violations, replay } = report;
          if (violations.length > 0)
            console.log(JSON.stringify({ situation: report.situation, seed, violations, replay }));
        }
        failed += reports.filter(({ violations }) => violations.length > 0).length;
        console.log(
          JSON.stringify({
            done: name,
            seed: first,
            ...summaryOf(reports),
            seconds: secondsSince(startedMs),
          }),
        );
      };
      if (situation !== undefined) await run(situation, () => situation);
      else
        for (const group of only === undefined ? ALL : [only])
          await run(group, (seed) => GROUPS[group][seed % GROUPS[group].length]!);
      if (failed > 0) process.exitCode = 1;
    });
}

const ALL = Object.keys(GROUPS) as readonly Group[];

function summaryOf(reports: readonly SituationReport[]) {
  const rounds = reports.map(({ mostRounds }) => mostRounds ?? Infinity).toSorted((a, b) => a - b);
  return {
    seeds: reports.length,
    failed: reports.filter(({ violations }) => violations.length > 0).length,
    followers: reports.reduce((sum, { followers }) => sum + followers, 0),
    /** Of each seed's last to leave; null: somebody never left. */
    roundsOnForgedMedian: finite(median(rounds)),
    roundsOnForgedMost: finite(rounds.at(-1) ?? 0),
    /** Of the last one: equal for equal seeds. */
    logHash: reports.at(-1)?.logHash ?? "",
  };
}

const finite = (value: number): number | null =>
  Number.isFinite(value) ? Math.round(100 * value) / 100 : null;
const secondsSince = (startedMs: number): number => Math.round((performance.now() - startedMs) / 1_000);

function parseSituation(name: string): SituationReport["situation"] {
  if (!isSituation(name))
    throw new InvalidArgumentError(`not one of ${Object.values(GROUPS).flat().join(" ")}`);
  return name;
}

function parseGroup(name: string): Group {
  const group = ALL.find((known) => known === name);
  if (group === undefined) throw new InvalidArgumentError(`not one of ${ALL.join(" ")}`);
  return group;
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 0) throw new InvalidArgumentError("not a whole number");
  return count;
}
