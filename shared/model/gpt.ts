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

/** GPT-2's standard deviation of initial embeddings. */
const EMBEDDING_DEVIATION = 0.02;

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
  // Keeps the variance of what passes through. GPT-2's constant 0.02 suits its width of 768 and is too small for ours: after 500 steps of
  // AdamW on gpt:micro it costs 0.07 nats.
  const scaled = (inputs: number) => ({ deviation: 1 / Math.sqrt(inputs) });
  // As in GPT-2, what is added to the residual stream is smaller, so that its variance does not grow with depth.
  const residual = (inputs: number) => ({ deviation: 1 / Math.sqrt(2 * layerCount * inputs) });
  const one = { constant: 1 };
  const layers = Array.from({ length: layerCount }, (_, layer): ParameterDeclaration[] => {
    const hidden = (name: string, rows: number, columns: number, initial: { deviation: number }) =>
      ({ name: `layer.${layer}.${name}`, shape: [rows, columns], role: "hidden", initial }) as const;
    const norm = (name: string) =>
      ({ name: `layer.${layer}.${name}`, shape: [width], role: "vector", initial: one }) as const;
    return [
      norm("attention.norm"),
      { ...hidden("attention.qkv", 3 * width, width, scaled(width)), stack: 3 },
      hidden("attention.output", width, width, residual(width)),
      norm("mlp.norm"),
      hidden("mlp.up", 4 * width, width, scaled(width)),
      hidden("mlp.down", width, 4 * width, residual(4 * width)),
    ];
  });
  const embedding = { deviation: EMBEDDING_DEVIATION };
  return [
    { name: "embedding", shape: [vocabularySize, width], role: "table", initial: embedding },
    { name: "positions", shape: [blockSize, width], role: "table", initial: embedding },
    ...layers.flat(),
    { name: "norm", shape: [width], role: "vector", initial: one },
  ];
}
