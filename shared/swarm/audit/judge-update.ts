/** Whether an update is what its contribution's steps lead to: the same bytes in the exact profile, close enough in every other. */
import type { Codec } from "../../compression/codec.ts";
import { hashOf } from "../../core/hash.ts";
import type { ContributionBody } from "../../ledger/records/contribution.ts";
import type { ParameterLayout } from "../../tensor/layout.ts";
import { DISTANCE_TOLERANCE_MICROS, isSteady, updateDistanceMicros } from "../../training/update-distance.ts";

export interface Judgement {
  readonly isTrue: boolean;
  /** Between the updates, in millionths; 0 where hashes are compared. */
  readonly distanceMicros: number;
}

export interface JudgeRules {
  readonly codec: Codec;
  readonly layout: ParameterLayout;
}

/**
 * @param delta pseudo-gradient of the replay, [parameterCount]
 * @param replayBlurred the pseudo-gradient of a replay from `blurredParameters`; null when it was cancelled
 * @returns null where rounding alone leads anywhere, so that a distance says nothing
 */
export async function judgeUpdate(
  { codec, layout }: JudgeRules,
  { body, update }: { readonly body: ContributionBody; readonly update: Uint8Array },
  delta: Float32Array,
  replayBlurred: () => Promise<Float32Array | null>,
): Promise<Judgement | null> {
  const ownBytes = codec.encode(delta, layout);
  if (body.profile === "wasm-exact") return { isTrue: hashOf(ownBytes) === body.update, distanceMicros: 0 };
  const decoded = codec.decode(update, layout);
  if (!decoded.ok) return { isTrue: false, distanceMicros: 0 };
  const tolerance = DISTANCE_TOLERANCE_MICROS.unknown; // nobody can be sure what somebody else's device is
  const distanceMicros = updateDistanceMicros(codec, layout, delta, decoded.update);
  if (distanceMicros <= tolerance) return { isTrue: true, distanceMicros };
  const blurred = await replayBlurred();
  const own = codec.decode(ownBytes, layout);
  if (blurred === null || !own.ok) return null;
  const blurMicros = updateDistanceMicros(codec, layout, blurred, own.update);
  return isSteady(blurMicros, distanceMicros) ? { isTrue: false, distanceMicros } : null;
}
