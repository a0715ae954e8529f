/** shared/model/gpt.ts once more, in TensorFlow.js. */
import * as tf from "@tensorflow/tfjs-core";
import type { GptSpec } from "../../../../shared/model/gpt.ts";

export type TfjsParameters = Readonly<Record<string, tf.Variable>>;

/** One-hot rows [rows, vocabulary] of tokens and targets, and the mask [tokens, tokens] that is added to attention scores. */
export interface TfjsBatch {
  readonly tokens: tf.Tensor;
  readonly targets: tf.Tensor;
  readonly mask: tf.Tensor;
}

const NORM_EPSILON = 1e-5;
/** The product's form of tanh-GELU, x · σ(2 √(2/π) (x + 0.044715 x³)): the cheapest one here as well. */
const GELU = { linear: 1.5957691216057308, cubic: 0.07135481627260025 };

/** @returns the mean loss */
export function tfjsLoss(
  theta: TfjsParameters,
  batch: TfjsBatch,
  spec: GptSpec,
  batchSize: number,
): tf.Tensor {
  const { blockSize, layerCount, width } = spec;
  const rows = batchSize * blockSize;
  const embedding = theta["embedding"]!;
  const tokens = tf.reshape(tf.matMul(batch.tokens, embedding), [batchSize, blockSize, width]);
  let x = tf.reshape(tf.add(tokens, theta["positions"]!), [rows, width]);
  for (let layer = 0; layer < layerCount; layer++) {
    const own = (name: string) => theta[`layer.${layer}.${name}`]!;
    x = tf.add(x, attention(layerNorm(x, own("attention.norm")), own, batch.mask, spec, batchSize));
    const hidden = gelu(linear(layerNorm(x, own("mlp.norm")), own("mlp.up")));
    x = tf.add(x, linear(hidden, own("mlp.down")));
  }
  const logits = linear(layerNorm(x, theta["norm"]!), embedding);
  return tf.mul(tf.sum(tf.mul(tf.logSoftmax(logits), batch.targets)), -1 / rows);
}

function attention(
  x: tf.Tensor,
  own: (name: string) => tf.Tensor,
  mask: tf.Tensor,
  { blockSize, headCount, width }: GptSpec,
  batchSize: number,
): tf.Tensor {
  const headSize = width / headCount;
  const mixed = tf.reshape(linear(x, own("attention.qkv")), [batchSize, blockSize, 3, headCount, headSize]);
  const [query, key, value] = tf.unstack(tf.transpose(mixed, [2, 0, 3, 1, 4])) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ]; // each [batch, heads, tokens, headSize]
  const scores = tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(headSize));
  const gathered = tf.matMul(tf.softmax(tf.add(scores, mask)), value);
  const joined = tf.reshape(tf.transpose(gathered, [0, 2, 1, 3]), [batchSize * blockSize, width]);
  return linear(joined, own("attention.output"));
}

/** x · weightᵀ, as the product stores its weights. */
function linear(x: tf.Tensor, weight: tf.Tensor): tf.Tensor {
  return tf.matMul(x, weight, false, true);
}

function gelu(x: tf.Tensor): tf.Tensor {
  const slope = tf.add(tf.mul(tf.square(x), GELU.cubic), GELU.linear);
  return tf.mul(x, tf.sigmoid(tf.mul(x, slope)));
}

function layerNorm(x: tf.Tensor, weight: tf.Tensor): tf.Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centred), -1, true);
  return tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, NORM_EPSILON))), weight);
}
