/** Every kind of model in its smallest interesting size. No Node imports: the browser runs the same list. */
import { createRandom } from "../../shared/core/random.ts";
import type { ModelSpec } from "../../shared/model/spec.ts";
import type { Model } from "../../shared/model/model.ts";
import { sizeOf, type Tensor } from "../../shared/tensor/tensor-type.ts";

export interface ModelCase {
  readonly name: string;
  readonly spec: ModelSpec;
  readonly batchSize: number;
  /** Indices and labels of the batch stay below this. */
  readonly indexLimit: number;
}

export const MODEL_CASES: readonly ModelCase[] = [
  {
    name: "gpt",
    spec: { kind: "gpt", vocabularySize: 5, blockSize: 3, layerCount: 2, headCount: 2, width: 4 },
    batchSize: 2,
    indexLimit: 5,
  },
  {
    name: "mlp: numbers and categories to classes",
    spec: {
      kind: "mlp",
      numericCount: 3,
      categoricalCount: 2,
      categoryCount: 4,
      hiddenWidths: [5, 4],
      output: { kind: "classes", count: 3 },
    },
    batchSize: 4,
    indexLimit: 3,
  },
  {
    name: "mlp: numbers to numbers",
    spec: {
      kind: "mlp",
      numericCount: 3,
      categoricalCount: 0,
      categoryCount: 0,
      hiddenWidths: [5],
      output: { kind: "numbers", count: 2 },
    },
    batchSize: 4,
    indexLimit: 1,
  },
  {
    name: "mlp: categories to one number",
    spec: {
      kind: "mlp",
      numericCount: 0,
      categoricalCount: 2,
      categoryCount: 6,
      hiddenWidths: [3, 3],
      output: { kind: "numbers", count: 1 },
    },
    batchSize: 4,
    indexLimit: 6,
  },
  {
    name: "cnn",
    spec: { kind: "cnn", height: 7, width: 6, channels: 2, classCount: 3, widths: [3, 4] },
    batchSize: 2,
    indexLimit: 3,
  },
];

/** θ and a batch for `model`, normally distributed and exact in float32; θ is large enough that every gradient matters. */
export function drawModelInputs(
  model: Model,
  { name, batchSize, indexLimit }: ModelCase,
): Record<string, Tensor> {
  const random = createRandom(name);
  const parameters = new Float32Array(model.layout.parameterCount);
  random.fork("parameters").fillNormal(parameters, 0.5);
  const batch = Object.entries(model.inputs(batchSize)).map(([input, type]): [string, Tensor] => {
    const own = random.fork(input);
    if (type.elementType === "int32") {
      return [
        input,
        {
          ...type,
          data: Int32Array.from({ length: sizeOf(type.shape) }, (_, i) => own.below(indexLimit, i)),
        },
      ];
    }
    const data = new Float32Array(sizeOf(type.shape));
    own.fillNormal(data, 1);
    return [input, { ...type, data }];
  });
  return {
    parameters: { elementType: "float32", shape: [parameters.length], data: parameters },
    ...Object.fromEntries(batch),
  };
}
