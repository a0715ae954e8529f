/** `bench faults`: many seeded fault schedules; prints what was violated, and how to see it again. */
import { Command, InvalidArgumentError } from "commander";
import { replayCommand, runSchedule } from "../../simulation/fault-run.ts";

interface Options {
  readonly schedules: number;
  readonly seed: number;
}

export function faultsCommand(): Command {
  return new Command("faults")
    .description(
      "Simulated swarms with crashes, partitions, sleepers and liars; invariants are checked throughout.",
    )
    .option("--schedules <count>", "how many", parseCount, 10_000)
    .option("--seed <number>", "the first one's seed; the others follow", parseCount, 0)
    .action(async ({ schedules, seed: first }: Options) => {
      const startedMs = performance.now();
      const recoveriesMs: number[] = [];
      let rounds = 0;
      let failed = 0;
      let logHash = "";
      for (let seed = first; seed < first + schedules; seed++) {
        const report = await runSchedule(seed);
        rounds += report.rounds;
        recoveriesMs.push(report.recoveryMs);
        ({ logHash } = report);
        if (report.violations.length === 0) continue;
        failed++;
        console.log(JSON.stringify({ seed, violations: report.violations, replay: replayCommand(seed) }));
      }
      const seconds = (performance.now() - startedMs) / 1_000;
      recoveriesMs.sort((a, b) => a - b);
      console.log(
        JSON.stringify({
          done: true,
          schedules,
          seed: first,
          failed,
          rounds,
          seconds,
          schedulesPerSecond: schedules / seconds,
          recoverySecondsMedian: (recoveriesMs[recoveriesMs.length >> 1] ?? 0) / 1_000,
          recoverySecondsMost: (recoveriesMs.at(-1) ?? 0) / 1_000,
          /** Of the last schedule: equal for equal seeds. */
          logHash,
        }),
      );
      if (failed > 0) process.exitCode = 1;
    });
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 0) throw new InvalidArgumentError("not a whole number");
  return count;
}
