/** Cells of made-up peers for the tests of aggregation. */
import type { WeightedUpdate } from "../../../shared/aggregation/candidate.ts";
import { dense2 } from "../../../shared/compression/dense-codec.ts";
import { createRandom } from "../../../shared/core/random.ts";
import { createLayout, type ParameterLayout } from "../../../shared/tensor/layout.ts";
import type { QuantizedUpdate } from "../../../shared/tensor/quantized.ts";

export const LAYOUT: ParameterLayout = createLayout(
  [600, 4_400, 3].map((size, index) => ({
    name: `p${index}`,
    shape: [size],
    role: "table",
    initial: { constant: 0 },
  })),
);

/** Through the plainest codec. */
export function quantized(delta: Float32Array): QuantizedUpdate {
  const result = dense2.decode(dense2.encode(delta, LAYOUT), LAYOUT);
  if (!result.ok) throw new Error(result.reason);
  return result.update;
}

export function noise(seed: string, deviation: number): Float32Array {
  const values = new Float32Array(LAYOUT.parameterCount);
  createRandom(seed).fillNormal(values, deviation);
  return values;
}

export const plus = (a: Float32Array, b: Float32Array) => a.map((value, index) => value + b[index]!);
export const times = (a: Float32Array, factor: number) => a.map((value) => value * factor);

/** What an honest peer found: what all find, and as much noise as leaves cosines of about 0.25 between two peers, as measured in training. */
export function honestDelta(peer: number, seed = "cell"): Float32Array {
  return plus(noise(`${seed}/common`, 0.005), noise(`${seed}/${peer}`, 0.0087));
}

export function honestCell(peers: number): WeightedUpdate[] {
  return Array.from({ length: peers }, (_, peer) => weighted(peer, honestDelta(peer)));
}

export function weighted(peer: number, delta: Float32Array, tokens = 20_000 + peer): WeightedUpdate {
  return { id: idOf(peer), tokens, update: quantized(delta) };
}

/** Not in the order of their numbers. */
export const idOf = (peer: number) => `${(peer * 7) % 16}`.padStart(2, "0");

export function cosineOf(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) =>
    x.reduce((sum, value, index) => sum + value * y[index]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
