/**
 * Which models exist, and how large they may be. A specification can come from a stranger's manifest, a file or a URL, so
 * everything is bounded before anything is allocated from it.
 */
import * as v from "valibot";
import { unreachable } from "../core/assert.ts";
import { ModelSpecError } from "../core/errors.ts";
import { type CnnSpec, createCnn } from "./cnn.ts";
import { createGpt, type GptSpec } from "./gpt.ts";
import { createMlp, type MlpSpec } from "./mlp.ts";
import type { Model } from "./model.ts";

export type ModelSpec = GptSpec | MlpSpec | CnnSpec;

/** θ in float32 is then 0.8 GB, and with gradient and optimiser state it still fits the 4 GB that WASM can address. */
export const MAX_PARAMETER_COUNT = 200_000_000;
/** Every layer adds nodes to the graph: this keeps graphs in the thousands of nodes, which build in well under a second. */
const MAX_LAYERS = 64;
/** Channels or neurons of a layer. A square matrix of this width is 64 MB. */
const MAX_WIDTH = 4096;
/** Tokens of context. Attention scores grow with its square: 64 MB per head and sample. */
const MAX_BLOCK_SIZE = 4096;
const MAX_HEADS = 64;
/** Rows of an embedding and of an output layer: twice the largest vocabularies in common use. */
const MAX_CLASSES = 262_144;
/** Columns of a table. */
const MAX_COLUMNS = 65_536;
/** Height and width of an image, in pixels; a batch of 64 such grey images is 256 MB. */
const MAX_SIDE = 1024;
/** Values per pixel: enough for multispectral images. */
const MAX_CHANNELS = 64;

const count = (minimum: number, maximum: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(minimum), v.maxValue(maximum));
const widths = v.pipe(v.array(count(1, MAX_WIDTH)), v.minLength(1), v.maxLength(MAX_LAYERS));

const gptSchema = v.strictObject({
  kind: v.literal("gpt"),
  vocabularySize: count(2, MAX_CLASSES),
  blockSize: count(1, MAX_BLOCK_SIZE),
  layerCount: count(1, MAX_LAYERS),
  headCount: count(1, MAX_HEADS),
  width: count(1, MAX_WIDTH),
});

const mlpSchema = v.strictObject({
  kind: v.literal("mlp"),
  numericCount: count(0, MAX_COLUMNS),
  categoricalCount: count(0, MAX_COLUMNS),
  categoryCount: count(0, MAX_CLASSES),
  hiddenWidths: widths,
  output: v.variant("kind", [
    v.strictObject({ kind: v.literal("classes"), count: count(2, MAX_CLASSES) }),
    v.strictObject({ kind: v.literal("numbers"), count: count(1, MAX_COLUMNS) }),
  ]),
});

const cnnSchema = v.strictObject({
  kind: v.literal("cnn"),
  height: count(1, MAX_SIDE),
  width: count(1, MAX_SIDE),
  channels: count(1, MAX_CHANNELS),
  classCount: count(2, MAX_CLASSES),
  widths,
});

const schema = v.variant("kind", [gptSchema, mlpSchema, cnnSchema]);

/** A specification from outside, checked: it can be built. @throws ModelSpecError saying what is wrong with it */
export function parseModelSpec(value: unknown): ModelSpec {
  const spec = checkBounds(value);
  build(spec);
  return spec;
}

/** The model that `spec` describes. @throws ModelSpecError when its sizes are out of bounds or do not fit together */
export function createModel(spec: ModelSpec): Model {
  return build(checkBounds(spec));
}

function checkBounds(value: unknown): ModelSpec {
  const result = v.safeParse(schema, value);
  if (!result.success) {
    const [issue] = result.issues;
    throw new ModelSpecError(`model: ${v.getDotPath(issue) ?? "specification"}: ${issue.message}`);
  }
  return result.output;
}

function build(spec: ModelSpec): Model {
  const model = create(spec);
  const { parameterCount } = model.layout;
  if (parameterCount <= MAX_PARAMETER_COUNT) return model;
  throw new ModelSpecError(
    `model: ${parameterCount} parameters are more than the ${MAX_PARAMETER_COUNT} that a tab can hold; reduce its widths or layers`,
  );
}

function create(spec: ModelSpec): Model {
  switch (spec.kind) {
    case "gpt":
      return createGpt(spec);
    case "mlp":
      return createMlp(spec);
    case "cnn":
      return createCnn(spec);
    default:
      return unreachable(spec);
  }
}
