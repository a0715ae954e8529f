/** Models that the engine has trained for some steps on real data of every kind, and what the engine says they answer. */
import { type OpenedDataset, openDataset } from "../../../shared/data/detect.ts";
import { generateStories } from "../../../shared/data/stories.ts";
import { readTokenizer } from "../../../shared/data/tokenizer.ts";
import type { ExportSource } from "../../../shared/export/export-source.ts";
import { preparationOf, tokenizerFileOf } from "../../../shared/export/preparation.ts";
import type { ModelSpec } from "../../../shared/model/spec.ts";
import type { Engine } from "../../../shared/ports/engine.ts";
import { runDefaults } from "../../../shared/training/defaults.ts";
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import { type RunPlan, trainStep } from "../../../shared/training/run-plan.ts";
import { createWasmRunner } from "../../../worker/engine/ort-wasm.ts";
import { firstState } from "../../../worker/open-run.ts";
import { IMAGES, TABLE } from "../../support/training-files.ts";

const STEPS = 2;
export const BLOCK_SIZE = 16;

export interface TrainedModel {
  readonly dataset: OpenedDataset;
  readonly engine: Engine;
  readonly source: ExportSource;
}

export function storyData(vocabulary: "characters" | "bytes" = "characters"): OpenedDataset {
  const bytes = new TextEncoder().encode(generateStories({ characterCount: 20_000 }));
  return openDataset([{ name: "stories.txt", bytes }], { kind: "text", blockSize: BLOCK_SIZE, vocabulary });
}

/** Stories with a tokenizer.json of their own; one that knows merges, or word pieces. */
export async function tokenizedData(file: Uint8Array): Promise<OpenedDataset> {
  const bytes = new TextEncoder().encode(generateStories({ characterCount: 20_000 }));
  const tokenizer = await readTokenizer(file);
  return openDataset(
    [
      { name: "stories.txt", bytes },
      { name: "tokenizer.json", bytes: file },
    ],
    { kind: "text", blockSize: BLOCK_SIZE, tokenizer },
  );
}

/** Characters beyond ASCII, and those that mean something in a regular expression. */
export const STRANGE_TEXT = "a^b]c[d\\e-f&&g \"h\" 'i' ß é 漢字 😀👍 {j|k} $l. (m)*+?/\t\r\n!".repeat(30);

export function strangeData(): OpenedDataset {
  const bytes = new TextEncoder().encode(STRANGE_TEXT);
  return openDataset([{ name: "strange.txt", bytes }], { kind: "text", blockSize: BLOCK_SIZE });
}

export function tableData(): OpenedDataset {
  return openDataset([{ name: TABLE.name, bytes: TABLE.buffer }]);
}

/** Numbers, categories and missing cells in, a number out. */
export function priceData(): OpenedDataset {
  const rows = Array.from({ length: 200 }, (_, row) => {
    const area = row % 7 === 0 ? "" : String((row * 31) % 90);
    return `${area},${["red", "green", "blue"][row % 3]},${row % 2 === 0 ? "flat" : "house"},${(row * 13) % 50}`;
  });
  const text = `area,colour,kind,price\n${rows.join("\n")}\n`;
  return openDataset([{ name: "prices.csv", bytes: new TextEncoder().encode(text) }], { target: "price" });
}

export function seriesData(): OpenedDataset {
  const rows = Array.from({ length: 300 }, (_, day) => {
    const date = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
    return `${date},${(20 + ((day * 7) % 12)).toFixed(1)}`;
  });
  const text = `date,temperature\n${rows.join("\n")}\n`;
  return openDataset([{ name: "days.csv", bytes: new TextEncoder().encode(text) }]);
}

export function imageData(): OpenedDataset {
  return openDataset(IMAGES.map(({ name, buffer }) => ({ name, bytes: buffer })));
}

const MODELS: Readonly<Record<OpenedDataset["task"]["kind"], "gpt:nano" | "mlp" | "cnn">> = {
  text: "gpt:nano",
  table: "mlp",
  images: "cnn",
};

export async function trainOn(dataset: OpenedDataset): Promise<TrainedModel> {
  const { model: chosen, optimizer, learningRate } = runDefaults(dataset.task, MODELS[dataset.task.kind]);
  const model: ModelSpec =
    chosen.kind === "gpt" ? { ...chosen, width: 16, layerCount: 1, blockSize: BLOCK_SIZE } : chosen;
  const schedule = {
    kind: "cosine",
    peak: learningRate,
    warmupSteps: 0,
    stepCount: STEPS,
    finalShare: 1,
  } as const;
  const plan: RunPlan = { model, optimizer, batchSize: 6, schedule, seed: "export" };
  const engine = await createHostEngine(plan, createWasmRunner({ threadCount: 1 }));
  await engine.write(firstState(plan));
  for (let step = 0; step < STEPS; step++) await trainStep(engine, plan, dataset, step);
  const { parameters } = await engine.read();
  const source: ExportSource = {
    name: "An example",
    licence: "CC-BY-4.0",
    model,
    parameters,
    origin: null,
    preparation: preparationOf(dataset),
    tokenizer: tokenizerFileOf(dataset),
    training: {
      data: dataset.description,
      unit: dataset.unit,
      unitCount: 480,
      flops: 1_000_000n,
      swarm: null,
    },
    evaluation: { loss: 1.25, accuracy: 0.5, absoluteError: null, sampleCount: 12 },
  };
  return { dataset, engine, source };
}
