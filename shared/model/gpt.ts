/**
 * Decoder-only transformer with pre-normalisation, learned positions, tied embeddings and no biases: nanoGPT's
 * architecture with its default `bias=False`.
 * Sources: Radford et al. 2019 (GPT-2); github.com/karpathy/nanoGPT model.py.
 */
import { ModelSpecError } from "../core/errors.ts";
import { createLayout, type ParameterDeclaration } from "../tensor/layout.ts";
import { int32 } from "../tensor/tensor-type.ts";
import type { GraphBuilder } from "./graph-builder.ts";
import type { Model } from "./model.ts";
import type { Value } from "./operator.ts";

export interface GptSpec {
  readonly kind: "gpt";
  readonly vocabularySize: number;
  /** Tokens of context. */
  readonly blockSize: number;
  readonly layerCount: number;
  readonly headCount: number;
  /** Width of the residual stream; a multiple of headCount. */
  readonly width: number;
}

type GptSize = Omit<GptSpec, "kind" | "vocabularySize">;

export const GPT_SIZES = {
  /** About 0.1 million parameters: alive within seconds. */
  nano: { blockSize: 64, layerCount: 2, headCount: 4, width: 64 },
  /** nanoGPT's shakespeare_char configuration for a CPU: 0.8 million. */
  micro: { blockSize: 64, layerCount: 4, headCount: 4, width: 128 },
  /** nanoGPT's shakespeare_char configuration for a GPU: 10.7 million. */
  mini: { blockSize: 256, layerCount: 6, headCount: 6, width: 384 },
} as const satisfies Record<string, GptSize>;

/** GPT-2's standard deviation of initial weights. */
const INITIAL_DEVIATION = 0.02;

/** @throws ModelSpecError when the width is not a multiple of the head count */
export function createGpt(spec: GptSpec): Model {
  if (spec.width % spec.headCount !== 0) {
    throw new ModelSpecError(
      `gpt: width ${spec.width} must be a multiple of the head count ${spec.headCount}`,
    );
  }
  return {
    layout: createLayout(declareParameters(spec)),
    inputs: (batchSize) => ({
      tokens: int32([batchSize, spec.blockSize]),
      targets: int32([batchSize, spec.blockSize]),
    }),
    forward: (graph, parameter, { tokens, targets }) => {
      const batchSize = tokens!.shape[0]!;
      const rows = batchSize * spec.blockSize;
      const embedding = parameter("embedding"); // [vocabulary, width], also the output layer
      let x = graph.add(graph.gather(embedding, tokens!), parameter("positions")); // [batch, tokens, width]
      x = graph.reshape(x, [rows, spec.width]);
      for (let layer = 0; layer < spec.layerCount; layer++) {
        const own = (name: string) => parameter(`layer.${layer}.${name}`);
        x = graph.add(x, attention(graph, graph.layerNorm(x, own("attention.norm")), own, spec));
        x = graph.add(x, feedForward(graph, graph.layerNorm(x, own("mlp.norm")), own));
      }
      const prediction = graph.matmul(graph.layerNorm(x, parameter("norm")), embedding, { transposeB: true }); // [rows, vocabulary]
      return { losses: graph.crossEntropy(prediction, graph.reshape(targets!, [rows])), prediction };
    },
  };
}

function attention(
  graph: GraphBuilder,
  x: Value,
  own: (name: string) => Value,
  { blockSize, headCount, width }: GptSpec,
): Value {
  const batchSize = x.shape[0]! / blockSize;
  const headSize = width / headCount;
  const mixed = graph.matmul(x, own("attention.qkv"), { transposeB: true }); // [rows, 3·width]
  const stacked = graph.transpose(
    graph.reshape(mixed, [batchSize, blockSize, 3, headCount, headSize]),
    [2, 0, 3, 1, 4],
  );
  const heads = [batchSize, headCount, blockSize, headSize];
  const [query, key, value] = graph
    .split(stacked, 0, [1, 1, 1])
    .map((part) => graph.reshape(part, heads)) as [Value, Value, Value];
  const scores = graph.matmul(query, key, { transposeB: true, factor: 1 / Math.sqrt(headSize) }); // [batch, heads, tokens, tokens]
  const weights = graph.softmax(graph.causalMask(scores));
  const gathered = graph.transpose(graph.matmul(weights, value), [0, 2, 1, 3]); // [batch, tokens, heads, headSize]
  return graph.matmul(graph.reshape(gathered, [batchSize * blockSize, width]), own("attention.output"), {
    transposeB: true,
  });
}

function feedForward(graph: GraphBuilder, x: Value, own: (name: string) => Value): Value {
  const hidden = graph.gelu(graph.matmul(x, own("mlp.up"), { transposeB: true })); // [rows, 4·width]
  return graph.matmul(hidden, own("mlp.down"), { transposeB: true });
}

function declareParameters({
  vocabularySize,
  blockSize,
  layerCount,
  width,
}: GptSpec): ParameterDeclaration[] {
  const normal = { deviation: INITIAL_DEVIATION };
  // GPT-2 shrinks what is added to the residual stream, so that its variance does not grow with depth.
  const residual = { deviation: INITIAL_DEVIATION / Math.sqrt(2 * layerCount) };
  const one = { constant: 1 };
  const layers = Array.from({ length: layerCount }, (_, layer): ParameterDeclaration[] => [
    { name: `layer.${layer}.attention.norm`, shape: [width], role: "vector", initial: one },
    {
      name: `layer.${layer}.attention.qkv`,
      shape: [3 * width, width],
      role: "hidden",
      initial: normal,
      stack: 3,
    },
    { name: `layer.${layer}.attention.output`, shape: [width, width], role: "hidden", initial: residual },
    { name: `layer.${layer}.mlp.norm`, shape: [width], role: "vector", initial: one },
    { name: `layer.${layer}.mlp.up`, shape: [4 * width, width], role: "hidden", initial: normal },
    { name: `layer.${layer}.mlp.down`, shape: [width, 4 * width], role: "hidden", initial: residual },
  ]);
  return [
    { name: "embedding", shape: [vocabularySize, width], role: "table", initial: normal },
    { name: "positions", shape: [blockSize, width], role: "table", initial: normal },
    ...layers.flat(),
    { name: "norm", shape: [width], role: "vector", initial: one },
  ];
}
