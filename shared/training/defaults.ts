/** The model and settings that a run gets when nobody chooses. Chosen by measurement; see shared/decisions. */
import { assert, must, unreachable } from "../core/assert.ts";
import { ModelSpecError } from "../core/errors.ts";
import type { Task } from "../data/dataset.ts";
import { GPT_SIZES } from "../model/gpt.ts";
import type { ModelSpec } from "../model/spec.ts";
import { muonSpec, type OptimizerSpec } from "../optimizer/optimizer-spec.ts";

/** Names that `--model` takes: a kind of model, and for gpt a size. */
export const MODEL_NAMES = ["gpt:nano", "gpt:micro", "gpt:mini", "mlp", "cnn"] as const;
export type ModelName = (typeof MODEL_NAMES)[number];

export interface RunDefaults {
  readonly model: ModelSpec;
  readonly optimizer: OptimizerSpec;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly warmupSteps: number;
}

const MLP_WIDTHS = [64, 64];
const CNN_WIDTHS = [16, 32, 64];

/** Tokens of context that a text model of this name reads. */
export function blockSizeOf(name: ModelName): number {
  return gptSize(name).blockSize;
}

/** The name used when nobody chooses one. */
export function defaultModelName(task: Task["kind"]): ModelName {
  return ({ text: "gpt:micro", table: "mlp", images: "cnn" } as const)[task];
}

/** @throws ModelSpecError when the model cannot learn this kind of data */
export function runDefaults(task: Task, name: ModelName): RunDefaults {
  if (!name.startsWith({ text: "gpt", table: "mlp", images: "cnn" }[task.kind])) {
    throw new ModelSpecError(
      `${name} cannot learn ${task.kind === "text" ? "a text" : task.kind}; use ${defaultModelName(task.kind)}`,
    );
  }
  switch (task.kind) {
    case "text":
      return {
        ...textDefaults(name),
        model: { kind: "gpt", vocabularySize: task.vocabularySize, ...gptSize(name) },
      };
    case "table": {
      const { numericCount, categoricalCount, categoryCount, output } = task;
      const model = {
        kind: "mlp",
        numericCount,
        categoricalCount,
        categoryCount,
        hiddenWidths: MLP_WIDTHS,
        output,
      } as const;
      // Ten times the decay of text: without it a small table is learned by heart (series: 1.95 instead of 1.74 degrees of error after 2,000 steps).
      const optimizer = muonSpec({ weightDecay: 1 });
      return { model, optimizer, batchSize: 64, learningRate: 2e-3, warmupSteps: 50 };
    }
    case "images": {
      const { height, width, channels, classCount } = task;
      const model = { kind: "cnn", height, width, channels, classCount, widths: CNN_WIDTHS } as const;
      return { model, optimizer: muonSpec(), batchSize: 64, learningRate: 4e-3, warmupSteps: 50 };
    }
    default:
      return unreachable(task);
  }
}

/** nanoGPT's batch for its CPU configuration; the learning rate is the one measured for Muon. */
function textDefaults(name: ModelName): Omit<RunDefaults, "model"> {
  const batchSize = name === "gpt:mini" ? 4 : 12;
  return {
    optimizer: muonSpec(),
    batchSize,
    learningRate: name === "gpt:mini" ? 1e-3 : 3e-3,
    warmupSteps: 100,
  };
}

function gptSize(name: ModelName) {
  const size = name.split(":")[1];
  assert(size === "nano" || size === "micro" || size === "mini", `${name} is not a size of gpt`);
  return must(GPT_SIZES[size], `no size ${size}`);
}

/** nanoGPT's rate for small models on characters; small tables and images take twice as much. */
export function adamwLearningRate(name: ModelName): number {
  return name.startsWith("gpt") ? 1e-3 : 2e-3;
}
