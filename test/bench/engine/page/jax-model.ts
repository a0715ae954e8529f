/** shared/model/gpt.ts once more, in jax-js. Every use of an array but the last takes `ref`. */
import { type Array as JaxArray, nn, numpy as np } from "@jax-js/jax";
import type { GptSpec } from "../../../../shared/model/gpt.ts";

export type JaxParameters = Readonly<Record<string, JaxArray>>;

/** One-hot rows [rows, vocabulary] of tokens and targets, and the mask [tokens, tokens] that is added to attention scores. */
export interface JaxBatch {
  readonly tokens: JaxArray;
  readonly targets: JaxArray;
  readonly mask: JaxArray;
  readonly [name: string]: JaxArray;
}

/** The product's form of tanh-GELU, x · σ(2 √(2/π) (x + 0.044715 x³)): no slower here than the library's own. */
const GELU = { linear: 1.5957691216057308, cubic: 0.07135481627260025 };
const NORM_EPSILON = 1e-5;

/** Uses up the parameters and the batch. @returns the mean loss */
export function jaxLoss(theta: JaxParameters, batch: JaxBatch, spec: GptSpec, batchSize: number): JaxArray {
  const { blockSize, layerCount, width } = spec;
  const rows = batchSize * blockSize;
  const embedding = theta["embedding"]!;
  const tokens = np.matmul(batch.tokens, embedding.ref).reshape([batchSize, blockSize, width]);
  let x = tokens.add(theta["positions"]!).reshape([rows, width]);
  for (let layer = 0; layer < layerCount; layer++) {
    const own = (name: string) => theta[`layer.${layer}.${name}`]!;
    const normed = layerNorm(x.ref, own("attention.norm"));
    x = x.add(attention(normed, own, batch.mask.ref, spec, batchSize));
    const hidden = linear(layerNorm(x.ref, own("mlp.norm")), own("mlp.up"));
    x = x.add(linear(gelu(hidden), own("mlp.down")));
  }
  batch.mask.dispose();
  const logits = linear(layerNorm(x, theta["norm"]!), embedding);
  return nn
    .logSoftmax(logits, -1)
    .mul(batch.targets)
    .sum()
    .mul(-1 / rows);
}

function attention(
  x: JaxArray,
  own: (name: string) => JaxArray,
  mask: JaxArray,
  { blockSize, headCount, width }: GptSpec,
  batchSize: number,
): JaxArray {
  const headSize = width / headCount;
  const mixed = linear(x, own("attention.qkv")).reshape([batchSize, blockSize, 3, headCount, headSize]);
  const stacked = mixed.transpose([2, 0, 3, 1, 4]); // [3, batch, heads, tokens, headSize]
  const [query, key, value] = [stacked.ref.slice(0), stacked.ref.slice(1), stacked.slice(2)];
  const scores = np.matmul(query, key.transpose([0, 1, 3, 2])).mul(1 / Math.sqrt(headSize));
  const gathered = np.matmul(nn.softmax(scores.add(mask), -1), value); // [batch, heads, tokens, headSize]
  const joined = gathered.transpose([0, 2, 1, 3]).reshape([batchSize * blockSize, width]);
  return linear(joined, own("attention.output"));
}

/** x · weightᵀ, as the product stores its weights. */
function linear(x: JaxArray, weight: JaxArray): JaxArray {
  return np.matmul(x, weight.transpose());
}

function gelu(x: JaxArray): JaxArray {
  const slope = np.square(x.ref).mul(GELU.cubic).add(GELU.linear);
  return x.ref.mul(nn.sigmoid(x.mul(slope)));
}

function layerNorm(x: JaxArray, weight: JaxArray): JaxArray {
  const centred = x.ref.sub(np.mean(x, -1, { keepdims: true }));
  const variance = np.mean(np.square(centred.ref), -1, { keepdims: true });
  return centred.div(np.sqrt(variance.add(NORM_EPSILON))).mul(weight);
}
