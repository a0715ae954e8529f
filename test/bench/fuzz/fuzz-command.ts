/** `bench fuzz`: a million mutated frames and records. */
import { Command, InvalidArgumentError } from "commander";
import { fuzzWire } from "../../support/wire-fuzz.ts";

interface FuzzOptions {
  readonly inputs: number;
  readonly seed: string;
}

const INPUTS = 1_000_000;
const SLOWEST_MS = 50;
const HEAP_GROWTH_MIB = 16;

export function fuzzCommand(): Command {
  return new Command("fuzz")
    .description("Mutated frames, control messages and records: nothing may escape, take long or leak.")
    .option("--inputs <count>", "how many", parseCount, INPUTS)
    .option("--seed <text>", "the same seed makes the same inputs", "bench")
    .action(runFuzz);
}

async function runFuzz({ inputs, seed }: FuzzOptions): Promise<void> {
  const report = await fuzzWire(inputs, seed);
  console.log(JSON.stringify(report));
  const isGood =
    report.uncaught === 0 &&
    report.unexplained === 0 &&
    report.slowestMs < SLOWEST_MS &&
    report.heapGrowthMiB < HEAP_GROWTH_MIB;
  if (!isGood) throw new Error(`expected 0 uncaught, under ${SLOWEST_MS} ms, under ${HEAP_GROWTH_MIB} MiB`);
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new InvalidArgumentError("Expected a whole number from 1.");
  return count;
}
