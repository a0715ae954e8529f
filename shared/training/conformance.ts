/**
 * The conformance probe of the exact profile: a few training steps whose result is known to the last bit. An engine that reproduces it may claim
 * `wasm-exact`, because its work can be replayed and compared by hash; see engine-profile.ts for what every other engine may claim.
 * What the result must be is in exact-profile.ts.
 */
import { sha256 } from "../core/hash.ts";
import { bytesOf, concatBytes, toHex } from "../core/bytes.ts";
import { createRandom } from "../core/random.ts";
import { initialParameters } from "../model/init.ts";
import { gradientGraph } from "../model/model.ts";
import { writeOnnx } from "../model/onnx-writer.ts";
import { createModel, type ModelSpec } from "../model/spec.ts";
import { muonSpec } from "../optimizer/optimizer-spec.ts";
import type { Batch, Engine } from "../ports/engine.ts";
import { sizeOf, type Tensor, type TensorType } from "../tensor/tensor-type.ts";
import type { EnginePlan } from "./engine-plan.ts";
import { newtonSchulzGraph } from "./newton-schulz-graph.ts";

/** Steps of each model: enough for optimiser state to matter. */
const STEPS = 3;
const BATCH_SIZE = 4;
const LEARNING_RATE = 0.01;

/** One small model of each kind, so that every kernel that training uses takes part. */
const PROBE_MODELS: readonly ModelSpec[] = [
  { kind: "gpt", vocabularySize: 48, blockSize: 24, layerCount: 2, headCount: 2, width: 32 },
  {
    kind: "mlp",
    numericCount: 5,
    categoricalCount: 2,
    categoryCount: 9,
    hiddenWidths: [24, 24],
    output: { kind: "classes", count: 3 },
  },
  { kind: "cnn", height: 12, width: 12, channels: 1, classCount: 4, widths: [8, 16] },
];

const PROBE_PLANS: readonly EnginePlan[] = PROBE_MODELS.map((model) => ({
  model,
  optimizer: muonSpec(),
  batchSize: BATCH_SIZE,
}));

/** Trains the probe models on engines made by `open` and hashes their parameters. Takes a fraction of a second. */
export async function runConformanceProbe(open: (plan: EnginePlan) => Promise<Engine>): Promise<string> {
  const hashes: Uint8Array[] = [];
  for (const plan of PROBE_PLANS) {
    const { layout, inputs } = createModel(plan.model);
    const engine = await open(plan);
    try {
      await engine.write({
        parameters: initialParameters(layout, "conformance"),
        optimizerState: new Float32Array(0),
        step: 0,
      });
      for (let step = 0; step < STEPS; step++)
        await engine.step(probeBatch(plan.model, inputs(BATCH_SIZE), step), LEARNING_RATE);
      hashes.push(sha256(bytesOf((await engine.read()).parameters)));
    } finally {
      await engine.dispose();
    }
  }
  return toHex(sha256(concatBytes(hashes)));
}

/** Hash of the ONNX files that the probe's engines hand to the runtime. */
export function hashProbeGraphs(): string {
  const files = PROBE_PLANS.flatMap(({ model, optimizer, batchSize }) => {
    const built = createModel(model);
    return [gradientGraph(built, batchSize), newtonSchulzGraph(built.layout, optimizer.newtonSchulz)];
  }).map((graph) => writeOnnx(graph, "wasm"));
  return toHex(sha256(concatBytes(files.map(sha256))));
}

function probeBatch(model: ModelSpec, types: Readonly<Record<string, TensorType>>, step: number): Batch {
  return Object.fromEntries(
    Object.entries(types).map(([name, type]) => [
      name,
      probeTensor(type, `${model.kind}/${name}/${step}`, limitOf(model, name)),
    ]),
  );
}

function probeTensor(type: TensorType, label: string, limit: number): Tensor {
  const random = createRandom(`conformance/${label}`);
  const length = sizeOf(type.shape);
  const data =
    type.elementType === "int32"
      ? Int32Array.from({ length }, (_, index) => random.below(limit, index))
      : new Float32Array(length);
  if (data instanceof Float32Array) random.fillNormal(data, 1);
  return { ...type, data };
}

/** Number of valid values of an index input. */
function limitOf(model: ModelSpec, name: string): number {
  if (model.kind === "gpt") return model.vocabularySize;
  if (model.kind === "cnn") return model.classCount;
  return name === "categories" ? model.categoryCount : model.output.count;
}
