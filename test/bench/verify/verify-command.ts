/** `bench verify`: what the check of a large history costs, and whether any changed byte gets by it. JSON, one object a line. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Command, InvalidArgumentError } from "commander";
import { flipTrials } from "./flip-trials.ts";
import { largeBundle } from "./large-history.ts";

interface Options {
  readonly trials: number;
  readonly seed: string;
  readonly peers: number;
  readonly rounds: number;
  readonly records: number;
}

export function verifyCommand(): Command {
  return new Command("verify")
    .description(
      "Check a large bundle with native and with plain signatures; then change bytes of a small one.",
    )
    .option("--trials <count>", "changed bytes; 0 for none", parseCount, 5_000)
    .option("--seed <text>", "draws the bytes", "flips")
    .option("--peers <count>", "peers of the large history", parseCount, 16)
    .option("--rounds <count>", "its rounds; 0 for no large history", parseCount, 100)
    .option("--records <count>", "its records", parseCount, 10_000)
    .action(async ({ trials, seed, ...size }: Options) => {
      if (size.rounds > 0) await measureLarge(size);
      if (trials === 0) return;
      const startMs = performance.now();
      const report = await flipTrials(trials, seed);
      console.log(JSON.stringify({ ...report, seed, seconds: (performance.now() - startMs) / 1_000 }));
      if (report.named < trials) process.exitCode = 1;
    });
}

async function measureLarge(size: Pick<Options, "peers" | "rounds" | "records">): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "tabloom-verify-"));
  try {
    const path = join(folder, "large.bundle");
    await writeFile(path, await largeBundle(size));
    console.log(JSON.stringify({ ...size, fileBytes: (await stat(path)).size }));
    for (const kind of ["native", "plain"]) {
      const program = [
        "--import",
        import.meta.resolve("tsx"),
        join(import.meta.dirname, "measure.ts"),
        path,
        kind,
      ];
      const { stdout } = await promisify(execFile)(process.execPath, program);
      process.stdout.write(stdout);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 0) throw new InvalidArgumentError("not a whole number");
  return count;
}
