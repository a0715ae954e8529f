/**
 * How far an update is from the one that a replay would have sent. Work whose bits depend on the device cannot be compared by hash, so an auditor replays it
 * in the exact profile and asks whether the trainer's update is its own, give or take rounding. Every peer computes the same number, so a verdict can
 * be checked like any other. Measurements, and what a tolerance cannot show: shared/decisions/0013-gpu-tolerance.md.
 */
import { assert } from "../core/assert.ts";
import { createRandom } from "../core/random.ts";
import type { Codec } from "../compression/codec.ts";
import type { ParameterLayout } from "../tensor/layout.ts";
import type { QuantizedUpdate } from "../tensor/quantized.ts";

/**
 * Largest distance that still is the same work, in millionths. Forged work was never closer than 0.32 after up to 60 steps, and 0.19 after 240. Nobody can know what somebody
 * else's device is, so an auditor takes `unknown`; the others are what a calibration of that device shows.
 */
export const DISTANCE_TOLERANCE_MICROS = {
  /** Measured: 0.044 at most for gpt and mlp. */
  swiftshader: 100_000,
  /** Nearly twice what errors of 1e-4 in gradients do, three hundred times SwiftShader's: 0.083 at most for gpt and mlp. */
  unknown: 150_000,
} as const;

export type DeviceClass = keyof typeof DISTANCE_TOLERANCE_MICROS;

/** Relative change of every parameter by the blur: thousands of times what a device rounds off, because errors of every step add up. */
const BLUR = 1 / 4_096;
/**
 * Other work is this much further away than a blurred replay. Honest work beyond the tolerance was no further away than one on SwiftShader, and six times as far with gradients wrong
 * by 1e-4; a forgery of gpt and mlp at least ten times.
 */
const STEADY_FACTOR = 8;
/** What is further away is no more wrong than this: 1,000 times the length of the right update. */
const LIMIT_MICROS = 1_000_000_000;

/**
 * ‖update − own‖ / ‖own‖ in millionths, where `own` is what the codec makes of the replay: 0 for the same update, 1 for nothing at all, 1.4 for unrelated work of
 * the right length, 2 for the opposite.
 * Against own, not against the pseudo-gradient itself: a forger could use a finer quantiser than the codec's, and spend on skipped steps what it saves in noise.
 * @param delta pseudo-gradient of the replay, [parameterCount]
 * @param update the trainer's, decoded by the same codec
 * @throws NonFiniteError when the replay gives no update, and so nothing to compare with
 */
export function updateDistanceMicros(
  codec: Codec,
  layout: ParameterLayout,
  delta: Float32Array,
  update: QuantizedUpdate,
): number {
  const own = codec.decode(codec.encode(delta, layout), layout);
  assert(own.ok, `${codec.name} refuses its own update`);
  let gaps = 0;
  let energy = 0;
  own.update.forEach(({ codebook, codes }, tensor) => {
    const theirs = update[tensor]!;
    for (let index = 0; index < codes.length; index++) {
      const value = codebook[codes[index]!]!;
      const gap = theirs.codebook[theirs.codes[index]!]! - value;
      gaps += gap * gap;
      energy += value * value;
    }
  });
  return Math.min(LIMIT_MICROS, Math.round(1e6 * Math.sqrt(gaps / energy)));
}

/**
 * θ as if it had been rounded coarsely. Where a replay from here ends far from the replay from θ itself, the round is chaotic: rounding leads another device
 * anywhere, and a distance says nothing about the work.
 * @param seed names the contribution that is judged, so that all who judge it blur alike
 */
export function blurredParameters(parameters: Float32Array, seed: string): Float32Array {
  const random = createRandom(seed).fork("blur");
  return parameters.map((value, index) => value * (1 + (random.word(index) & 1 ? BLUR : -BLUR)));
}

/**
 * Whether the round is steady enough for this distance, beyond the tolerance, to be held against the trainer. If not, nothing is known: the contribution neither
 * passes nor is false.
 * @param blurMicros distance of the blurred replay's own update from the auditor's
 */
export function isSteady(blurMicros: number, distanceMicros: number): boolean {
  return STEADY_FACTOR * blurMicros < distanceMicros;
}
