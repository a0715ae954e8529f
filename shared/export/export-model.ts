/** A model as files for the rest of the world. */
import { assert } from "../core/assert.ts";
import { hashOf } from "../core/hash.ts";
import { createModel } from "../model/spec.ts";
import { writeSafetensors } from "../training/safetensors.ts";
import { type ExportedFile, jsonFile, textFile } from "./exported-file.ts";
import type { ExportSource } from "./export-source.ts";
import { type Facts, inferenceOnnx, textGenerationOnnx } from "./inference-onnx.ts";
import { modelCard } from "./model-card.ts";
import { refuseOtherData } from "./preparation.ts";
import { transformersFiles } from "./transformers-files.ts";

/**
 *   README.md                 model card
 *   parameters.safetensors    θ by name
 *   model.onnx                predicts, in any ONNX runtime
 *   preparation.json          from data to its inputs, from its outputs to answers
 *
 * and for a gpt, so that transformers.js runs the folder:
 *
 *   config.json, generation_config.json, tokenizer.json, tokenizer_config.json, onnx/model.onnx
 *
 * @throws ExportError when the data are not the model's; ModelSpecError
 */
export function exportModel(source: ExportSource): readonly ExportedFile[] {
  const { model, parameters, preparation } = source;
  const { layout } = createModel(model);
  assert(parameters.length === layout.parameterCount, "as many parameters as the model has");
  refuseOtherData(model, preparation);
  const facts = factsOf(source);
  // Not called model.safetensors: Python's transformers would take it for the weights of config.json, whose names are others.
  const tensors = layout.parameters.map(({ name, shape, offset, size }) => {
    return { name, shape, data: parameters.subarray(offset, offset + size) };
  });
  const common: readonly ExportedFile[] = [
    textFile("README.md", modelCard(source)),
    { path: "parameters.safetensors", bytes: writeSafetensors(tensors, facts) },
    {
      path: "model.onnx",
      bytes: inferenceOnnx(model, parameters, { ...facts, preparation: JSON.stringify(preparation) }),
    },
    jsonFile("preparation.json", preparation),
  ];
  if (model.kind !== "gpt" || preparation.kind !== "text") return common;
  return [
    ...common,
    ...transformersFiles(model, preparation, source.tokenizer),
    { path: "onnx/model.onnx", bytes: textGenerationOnnx(model, parameters, facts) },
  ];
}

/** What both files of weights say about themselves. */
function factsOf({ name, licence, origin, model, parameters }: ExportSource): Facts {
  return {
    name,
    licence,
    ...(origin !== null && {
      project: origin.project,
      round: String(origin.head.round),
      head: origin.head.hash,
      state: origin.head.state,
    }),
    model: JSON.stringify(model),
    parameters: hashOf(parameters),
  };
}
