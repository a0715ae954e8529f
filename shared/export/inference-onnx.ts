/** Models as ONNX files that predict: weights inside, batches of any size, logits or numbers out. */
import { createModel, type ModelSpec } from "../model/spec.ts";
import type { GptSpec } from "../model/gpt.ts";
import { emitPrediction, predictionInputs } from "./free-batch.ts";
import { OnnxFile } from "./onnx-file.ts";

/** Name of the axis that counts samples: the one that Hugging Face's libraries know. */
const BATCH = "batch_size";
/** In the words of Hugging Face's libraries: [batch, tokens], int64. */
const TOKENS = "input_ids";
/** transformers.js hands whatever comes out as `present.…` in again as `past_key_values.…`, and calls this the keys of layer 0. */
const MEMORY = { input: "past_key_values.0.key", output: "present.0.key" };
/** As large as a slice's end can be: up to the end. */
const END = Number.MAX_SAFE_INTEGER;

export type Facts = Readonly<Record<string, string>>;

/**
 * gpt: `input_ids` int64 [batch, tokens] → `logits` [batch, min(tokens, block), vocabulary]; of a longer text the last block is read.
 * mlp and cnn: the inputs of a training batch without the targets → `logits` [batch, classes] or `numbers` [batch, count].
 */
export function inferenceOnnx(spec: ModelSpec, parameters: Float32Array, facts: Facts): Uint8Array {
  const file = new OnnxFile();
  if (spec.kind === "gpt") {
    const tokens = file.input(TOKENS, "int64", [BATCH, "tokens"]);
    const window = emitWindow(file, spec, parameters, tokens);
    file.output("logits", window.logits, "float32", [BATCH, "window", spec.vocabularySize]);
    return file.finish(facts);
  }
  const model = createModel(spec);
  const inputs = predictionInputs(model).map(({ name, elementType, shape }): [string, string] => [
    name,
    file.input(name, elementType, [BATCH, ...shape]),
  ]);
  const prediction = emitPrediction(file, model, parameters, Object.fromEntries(inputs));
  const isNumbers = spec.kind === "mlp" && spec.output.kind === "numbers";
  const width = spec.kind === "mlp" ? spec.output.count : spec.classCount;
  file.output(isNumbers ? "numbers" : "logits", prediction, "float32", [BATCH, width]);
  return file.finish(facts);
}

/**
 * The same gpt for transformers.js, which shows a model only the tokens since its last call, and whatever the model gave it to keep. Ours keeps the
 * tokens of the last block, not keys and values: positions are learned for one block alone, so keys of a window that moves on would be those of other
 * positions. So it goes on writing beyond its block exactly as in a tab.
 */
export function textGenerationOnnx(spec: GptSpec, parameters: Float32Array, facts: Facts): Uint8Array {
  const file = new OnnxFile();
  const fresh = file.input(TOKENS, "int64", [BATCH, "tokens"]);
  const kept = file.input(MEMORY.input, "int64", [BATCH, 1, "kept", 1]);
  const axes = file.int64([1, 3]);
  const tokens = file.node("Concat", [file.node("Squeeze", [kept, axes]), fresh], { axis: 1 });
  const window = emitWindow(file, spec, parameters, tokens);
  // Logits of the fresh tokens alone, as the library expects.
  const count = file.node("Min", [lengthOf(file, fresh), window.length]);
  const start = file.node("Sub", [window.length, count]);
  const logits = file.node("Slice", [window.logits, start, window.length, file.int64([1])]);
  file.output("logits", logits, "float32", [BATCH, "window", spec.vocabularySize]);
  file.output(MEMORY.output, file.node("Unsqueeze", [window.tokens, axes]), "int64", [BATCH, 1, "window", 1]);
  return file.finish(facts);
}

interface Window {
  /** The last tokens, at most a block, [batch, window]. */
  readonly tokens: string;
  /** How many, [1]. */
  readonly length: string;
  /** [batch, window, vocabulary]. */
  readonly logits: string;
}

/** The graph of training reads whole blocks; what is filled up comes after all tokens, so causality hides it. */
function emitWindow(file: OnnxFile, spec: GptSpec, parameters: Float32Array, tokens: string): Window {
  const { blockSize, vocabularySize } = spec;
  const axis = file.int64([1]);
  const recent = file.node("Slice", [tokens, file.int64([-blockSize]), file.int64([END]), axis]);
  const length = lengthOf(file, recent);
  const missing = file.node("Sub", [file.int64([blockSize]), length]);
  const block = file.node("Pad", [
    recent,
    file.node("Concat", [file.int64([0, 0, 0]), missing], { axis: 0 }),
  ]);
  const rows = emitPrediction(file, createModel(spec), parameters, { tokens: block });
  const blocks = file.node("Reshape", [rows, file.int64([-1, blockSize, vocabularySize])]);
  return {
    tokens: recent,
    length,
    logits: file.node("Slice", [blocks, file.int64([0]), length, axis]),
  };
}

/** Size of axis 1, [1]. */
function lengthOf(file: OnnxFile, value: string): string {
  return file.node("Shape", [value], { start: 1, end: 2 });
}
