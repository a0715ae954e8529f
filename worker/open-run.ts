/** From a visitor's files to a dataset and the model for it, and what the page says about a project. */
import { hashOf } from "../shared/core/hash.ts";
import { type DataFile, type OpenedDataset, openDataset, withoutTokenizer } from "../shared/data/detect.ts";
import { findTokenizer } from "../shared/data/tokenizer-file.ts";
import { initialParameters } from "../shared/model/init.ts";
import { GPT_SIZES } from "../shared/model/gpt.ts";
import { createModel, type ModelSpec } from "../shared/model/spec.ts";
import type { Project } from "../shared/project/manifest.ts";
import type { TrainingState } from "../shared/ports/engine.ts";
import { blockSizeOf, defaultModelName, type ModelName } from "../shared/training/defaults.ts";
import type { RunPlan } from "../shared/training/run-plan.ts";
import type { RunDescription } from "./api.ts";

/** Shorter texts are learned by heart by a larger model before it learns anything else. */
const NANO_TEXT_BYTES = 300_000;

/**
 * @param wanted somebody's choice; only a text leaves one
 * @throws DataError with advice when the files cannot be learned
 */
export async function openRunData(
  files: readonly DataFile[],
  wanted?: ModelName,
): Promise<{
  readonly dataset: OpenedDataset;
  readonly dataName: string;
  readonly modelName: ModelName;
}> {
  const tokenizer = await findTokenizer(files);
  const learned = tokenizer === undefined ? files : withoutTokenizer(files, tokenizer);
  const size = learned.reduce((sum, file) => sum + file.bytes.length, 0);
  const isText = wanted?.startsWith("gpt") === true;
  const textModel = isText ? wanted : size < NANO_TEXT_BYTES ? "gpt:nano" : "gpt:micro";
  const dataset = openDataset(files, { blockSize: blockSizeOf(textModel), tokenizer });
  const modelName = dataset.task.kind === "text" ? textModel : defaultModelName(dataset.task.kind);
  return { dataset, dataName: learned.map((file) => file.name).join(" and "), modelName };
}

/** θ before the first step. */
export function firstState(plan: RunPlan): TrainingState {
  const parameters = initialParameters(createModel(plan.model).layout, plan.seed);
  return { parameters, optimizerState: new Float32Array(0), step: 0 };
}

export function describeProject({ manifest }: Project, dataset: OpenedDataset): RunDescription {
  const { layout } = createModel(manifest.plan.model);
  return {
    dataName: manifest.name,
    modelName: modelNameOf(manifest.plan.model),
    parameterCount: layout.parameterCount,
    unit: dataset.unit,
    lossUnit: lossUnitOf(manifest.plan.model),
  };
}

/** "gpt nano", or only the kind for a size of somebody's own. */
export function modelNameOf(model: ModelSpec): string {
  if (model.kind !== "gpt") return model.kind;
  const size = Object.entries(GPT_SIZES).find(
    ([, { layerCount, width }]) => layerCount === model.layerCount && width === model.width,
  );
  return size ? `gpt ${size[0]}` : "gpt";
}

export function lossUnitOf(model: ModelSpec): RunDescription["lossUnit"] {
  if (model.kind === "gpt") return "nats per token";
  if (model.kind === "cnn") return "nats per image";
  return model.output.kind === "classes" ? "nats per row" : "squared deviations";
}

/** A seed that nobody has used: 16 random bytes in hexadecimal. */
export function freshSeed(): string {
  return hashOf(crypto.getRandomValues(new Uint8Array(16))).slice(0, 32);
}
