/** `bench memory`: whether memory stays flat while training. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Command } from "commander";
import { createRandom } from "../../../shared/core/random.ts";
import { GPT_SIZES, type GptSpec } from "../../../shared/model/gpt.ts";
import { initialParameters } from "../../../shared/model/init.ts";
import { createModel } from "../../../shared/model/spec.ts";
import { muonSpec } from "../../../shared/optimizer/optimizer-spec.ts";
import type { Batch, Engine } from "../../../shared/ports/engine.ts";
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import { createWasmRunner } from "../../../worker/engine/ort-wasm.ts";

const MEBIBYTE = 1_048_576;
const BATCH_SIZE = 12;
const VOCABULARY_SIZE = 65;
const LEARNING_RATE = 3e-3;
/** By then the runtime has grown its memory. */
const FIRST_STEP = 100;
const LAST_STEP = 500;
/** A leak of one gradient (0.4 MB) per step would be 170 MB; the process as a whole breathes by less than this. */
const GROWTH_LIMIT_MB = 16;

const SPEC: GptSpec = { kind: "gpt", vocabularySize: VOCABULARY_SIZE, ...GPT_SIZES.nano };

interface Reading {
  readonly step: number;
  /** Resident memory of the process, the garbage-collected heap, and memory outside it (WASM, tensors). */
  readonly residentMb: number;
  readonly heapMb: number;
  readonly externalMb: number;
}

export function memoryCommand(): Command {
  return new Command("memory")
    .description(`Memory of gpt:nano at step ${FIRST_STEP} and ${LAST_STEP}, in Node on the WASM engine.`)
    .option("--json", "one JSON object instead of text", false)
    .action(runMemoryBenchmark);
}

async function runMemoryBenchmark({ json }: { readonly json: boolean }): Promise<void> {
  const collectGarbage = exposeGarbageCollector();
  const engine = await openEngine();
  const readings: Reading[] = [];
  for (let step = 1; step <= LAST_STEP; step++) {
    await engine.step(batchAt(step), LEARNING_RATE);
    if (step % FIRST_STEP !== 0) continue;
    collectGarbage(); // or the reading would show when the collector last happened to run
    readings.push(readMemory(step));
    if (!json) console.log(formatReading(readings.at(-1)!));
  }
  await engine.dispose();
  const resident = readings.map(({ residentMb }) => residentMb);
  // Against the lowest reading: memory that the start needed and gave back must not hide a leak.
  const growthMb = resident.at(-1)! - Math.min(...resident);
  const isMet = growthMb <= GROWTH_LIMIT_MB;
  if (json) {
    console.log(JSON.stringify({ readings, growthMb, limitMb: GROWTH_LIMIT_MB, isMet }));
  } else {
    const verdict = isMet ? "PASS" : "FAIL";
    console.log(`${verdict}: grew by ${growthMb.toFixed(1)} MB, at most ${GROWTH_LIMIT_MB} are allowed`);
  }
  if (!isMet) process.exitCode = 1;
}

async function openEngine(): Promise<Engine> {
  const plan = { model: SPEC, optimizer: muonSpec(), batchSize: BATCH_SIZE };
  const engine = await createHostEngine(plan, createWasmRunner({ threadCount: 1 }));
  const parameters = initialParameters(createModel(SPEC).layout, "memory");
  await engine.write({ parameters, optimizerState: new Float32Array(0), step: 0 });
  return engine;
}

/** Random tokens: memory does not depend on what is learned. */
function batchAt(step: number): Batch {
  const shape = [BATCH_SIZE, SPEC.blockSize];
  const random = createRandom(`memory/${step}`);
  const length = BATCH_SIZE * SPEC.blockSize;
  const draw = (start: number) =>
    Int32Array.from({ length }, (_, index) => random.below(VOCABULARY_SIZE, start + index));
  return {
    tokens: { elementType: "int32", shape, data: draw(0) },
    targets: { elementType: "int32", shape, data: draw(length) },
  };
}

/** Node offers it only behind a flag, and a flag only reaches contexts that start after it. */
function exposeGarbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}

function readMemory(step: number): Reading {
  const { rss, heapUsed, external } = process.memoryUsage();
  return {
    step,
    residentMb: rss / MEBIBYTE,
    heapMb: heapUsed / MEBIBYTE,
    externalMb: external / MEBIBYTE,
  };
}

function formatReading({ step, residentMb, heapMb, externalMb }: Reading): string {
  return `step ${step}: resident ${residentMb.toFixed(1)} MB, heap ${heapMb.toFixed(1)} MB, outside the heap ${externalMb.toFixed(1)} MB`;
}
