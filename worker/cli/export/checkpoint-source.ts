/** What `tabloom train --out` wrote, as the source of an export. */
import { readFile } from "node:fs/promises";
import type { Task } from "../../../shared/data/dataset.ts";
import { countFlops } from "../../../shared/model/flops.ts";
import { gradientGraph } from "../../../shared/model/model.ts";
import { createModel, type ModelSpec } from "../../../shared/model/spec.ts";
import { ExportError } from "../../../shared/export/export-error.ts";
import type { ExportSource } from "../../../shared/export/export-source.ts";
import { preparationOf, tokenizerFileOf } from "../../../shared/export/preparation.ts";
import { decodeCheckpoint } from "../../../shared/training/checkpoint-file.ts";
import type { ModelName } from "../../../shared/training/defaults.ts";
import { readDataset } from "../read-dataset.ts";
import { evaluateParameters } from "./evaluate-parameters.ts";
import type { ExportOptions } from "./export-options.ts";

/** Any model of a kind makes `readDataset` open the data for that kind. */
const NAMES: Readonly<Record<ModelSpec["kind"], ModelName>> = { gpt: "gpt:micro", mlp: "mlp", cnn: "cnn" };

/** @throws ExportError without data, or with other data; what the file and the data throw */
export async function checkpointSource(path: string, options: ExportOptions): Promise<ExportSource> {
  const { plan, state } = decodeCheckpoint(await readFile(path));
  const { data, tokenizer, target } = options;
  if (data === undefined)
    throw new ExportError(
      "give the data that the model was trained on, with --data: its words and scales are there",
    );
  const opened = await readDataset(
    {
      data,
      model: NAMES[plan.model.kind],
      ...(target === undefined ? {} : { target }),
      ...(tokenizer === undefined ? {} : { tokenizer }),
    },
    plan.model,
  );
  const { dataset, files } = opened;
  refuseOtherTask(plan.model, dataset.task);
  const { parameters, step } = state;
  return {
    name: options.name ?? files[0]?.name ?? "model",
    licence: options.licence,
    model: plan.model,
    parameters,
    origin: null,
    preparation: preparationOf(dataset),
    tokenizer: tokenizerFileOf(dataset),
    training: {
      data: dataset.description,
      unit: dataset.unit,
      unitCount: step * plan.batchSize * dataset.unitsPerSample,
      flops: BigInt(step) * BigInt(countFlops(gradientGraph(createModel(plan.model), plan.batchSize))),
      swarm: null,
    },
    evaluation: await evaluateParameters(plan, parameters, dataset),
  };
}

/** What a task says besides its kind, the model that was made for it says under the same names. */
function refuseOtherTask(model: ModelSpec, task: Task): void {
  const made = new Map<string, unknown>(Object.entries(model));
  for (const [name, value] of Object.entries(task)) {
    if (name === "kind") continue;
    const [expected, found] = [made.get(name), value].map((size) => JSON.stringify(size));
    if (expected !== found)
      throw new ExportError(
        `these are not the data that the model was trained on: its ${name} is ${expected}, and theirs ${found}`,
      );
  }
}
