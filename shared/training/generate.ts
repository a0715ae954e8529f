/** Sampling from a language model, one token at a time. */
import { exactExp } from "../core/exact-math.ts";
import type { Random } from "../core/random.ts";
import type { Engine } from "../ports/engine.ts";
import { int32 } from "../tensor/tensor-type.ts";

export interface SamplingOptions {
  /** Logits are divided by it: below 1 is more careful, above 1 more daring. */
  readonly temperature: number;
  /** Only the most likely tokens are drawn from. Source: Fan, Lewis & Dauphin 2018, "Hierarchical neural story generation". */
  readonly topK: number;
}

/**
 * Draws the token after `context`.
 * @param context tokens so far, at least one; the last `blockSize` are used
 * @param draw uniform in [0, 1)
 */
export async function nextToken(
  engine: Pick<Engine, "evaluate">,
  context: readonly number[],
  blockSize: number,
  draw: number,
  options: SamplingOptions,
): Promise<number> {
  const recent = context.slice(-blockSize);
  const tokens = new Int32Array(blockSize);
  tokens.set(recent); // what lies after is masked by causality
  const shape = [1, blockSize];
  const { prediction } = await engine.evaluate({
    tokens: { ...int32(shape), data: tokens },
    targets: { ...int32(shape), data: new Int32Array(blockSize) },
  });
  const vocabularySize = prediction.length / blockSize;
  const last = recent.length - 1;
  return drawToken(prediction.subarray(last * vocabularySize, (last + 1) * vocabularySize), draw, options);
}

/** Draws an index from softmax(logits / temperature), restricted to the topK largest. */
export function drawToken(
  logits: Float32Array,
  draw: number,
  { temperature, topK }: SamplingOptions,
): number {
  const candidates = [...logits.keys()].toSorted((a, b) => logits[b]! - logits[a]! || a - b).slice(0, topK);
  const peak = logits[candidates[0]!]!;
  const weights = candidates.map((index) => exactExp(Math.max(-700, (logits[index]! - peak) / temperature)));
  let rest = draw * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [position, weight] of weights.entries()) {
    rest -= weight;
    if (rest < 0) return candidates[position]!;
  }
  return candidates.at(-1)!;
}

/** A text of `count` further tokens after `prompt`. */
export async function generate(
  engine: Pick<Engine, "evaluate">,
  prompt: readonly number[],
  count: number,
  { blockSize, random, ...options }: SamplingOptions & { blockSize: number; random: Random },
): Promise<number[]> {
  const tokens = [...prompt];
  for (let index = 0; index < count; index++)
    tokens.push(await nextToken(engine, tokens, blockSize, random.uniform(index), options));
  return tokens.slice(prompt.length);
}
