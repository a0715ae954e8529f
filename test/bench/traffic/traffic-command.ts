/** `bench traffic`: loss against traffic, for every codec and round length, with equal inner steps. Real training in the exact profile. */
import { existsSync } from "node:fs";
import { appendFile, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { Command, Option } from "commander";
import { codecNamed, CODECS } from "../../../shared/compression/codecs.ts";
import type { Dataset } from "../../../shared/data/dataset.ts";
import { openDataset } from "../../../shared/data/detect.ts";
import type { Engine } from "../../../shared/ports/engine.ts";
import { blockSizeOf, MODEL_NAMES, type ModelName, runDefaults } from "../../../shared/training/defaults.ts";
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import type { ProjectPlan } from "../../../shared/training/project-plan.ts";
import { createWasmRunner } from "../../../worker/engine/ort-wasm.ts";
import { formatTable, type Row } from "./report.ts";
import { trainCell } from "./train-cell.ts";

/** Float32 pseudo-gradients, averaged as they are: what the codecs are measured against. */
const UNCOMPRESSED = "none";
const CODEC_NAMES = [UNCOMPRESSED, ...CODECS.map(({ name }) => name)];

interface TrafficOptions {
  readonly data: string;
  readonly model: ModelName;
  readonly peers: string;
  readonly steps: string;
  readonly localSteps: readonly string[];
  readonly codecs: readonly string[];
  readonly seeds: readonly string[];
  readonly results?: string;
  readonly json: boolean;
}

/** What decides a row: two runs with equal settings give equal rows. */
type Settings = Pick<Row, "model" | "peers" | "steps" | "localSteps" | "codec" | "seed">;

export function trafficCommand(): Command {
  return new Command("traffic")
    .description(
      "Train a cell for every codec, round length and seed, in turn; loss against bytes, and against float32 averaging after every step.",
    )
    .requiredOption("--data <file>", "a text to learn")
    .addOption(
      new Option("--model <name>", "gpt:nano is eight times faster")
        .choices(MODEL_NAMES)
        .default("gpt:micro"),
    )
    .option("--peers <count>", "peers in the cell", "4")
    .option("--steps <count>", "inner steps of every peer", "480")
    .option("--local-steps <counts...>", "inner steps in one round", ["15", "30", "60", "120"])
    .addOption(
      new Option("--codecs <names...>", "codecs to compare").choices(CODEC_NAMES).default(CODEC_NAMES),
    )
    .option("--seeds <texts...>", "each names another start and order of samples", ["a"])
    .option(
      "--results <file>",
      "JSON lines: rows are appended, and rows that are there already are not run again",
    )
    .option("--json", "one JSON object instead of a table", false)
    .action(runTrafficBenchmark);
}

async function runTrafficBenchmark(options: TrafficOptions): Promise<void> {
  const { data, model, results } = options;
  const file = { name: basename(data), bytes: await readFile(data) };
  const dataset = openDataset([file], { blockSize: blockSizeOf(model) });
  const defaults = runDefaults(dataset.task, model);
  const engine = await createHostEngine(defaults, createWasmRunner({ threadCount: 1 }));
  const known = await readRows(results);
  const rows: Row[] = [];
  for (const settings of settingsOf(options)) {
    const finished = known.find((row) => isSame(row, settings));
    const row = finished ?? (await runRow(engine, dataset, planOf(defaults, settings), settings));
    rows.push(row);
    if (finished) continue;
    console.error(JSON.stringify(row));
    if (results !== undefined) await appendFile(results, `${JSON.stringify(row)}\n`);
  }
  await engine.dispose();
  console.log(options.json ? JSON.stringify({ rows }) : formatTable(rows));
}

async function runRow(engine: Engine, dataset: Dataset, plan: ProjectPlan, settings: Settings): Promise<Row> {
  const startMs = performance.now();
  const codec = codecNamed(settings.codec) ?? null;
  const onRound = (round: number, loss: number) =>
    console.error(
      `${settings.codec}, H ${settings.localSteps}, seed ${settings.seed}: round ${round}, loss ${loss.toFixed(4)}`,
    );
  const result = await trainCell(engine, dataset, { ...settings, plan, codec, onRound });
  return { ...settings, ...result, seconds: Math.round((performance.now() - startMs) / 1000) };
}

/** All rows asked for; of each round length and seed every codec together, so that what is finished first can be compared. */
function settingsOf(options: TrafficOptions): Settings[] {
  const [peers, steps] = [Number(options.peers), Number(options.steps)];
  return options.seeds.flatMap((seed) =>
    options.localSteps
      .map(Number)
      .flatMap((localSteps) =>
        options.codecs.map((codec) => ({ model: options.model, peers, steps, localSteps, codec, seed })),
      ),
  );
}

/** The recipe of the study: cosine to a tenth over the whole run; the warm-up in every round is the round's own business. */
function planOf(
  defaults: ReturnType<typeof runDefaults>,
  { steps, localSteps, codec, seed }: Settings,
): ProjectPlan {
  const { model, optimizer, batchSize, learningRate } = defaults;
  const schedule = {
    kind: "cosine",
    peak: learningRate,
    warmupSteps: 0,
    stepCount: steps,
    finalShare: 0.1,
  } as const;
  const rules = { roundMs: Number.MAX_SAFE_INTEGER, maxSteps: localSteps };
  return { model, optimizer, batchSize, schedule, seed, rules, codec };
}

async function readRows(file: string | undefined): Promise<Row[]> {
  if (file === undefined || !existsSync(file)) return [];
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as Row);
}

function isSame(row: Row, settings: Settings): boolean {
  return Object.entries(settings).every(([key, value]) => row[key as keyof Settings] === value);
}
