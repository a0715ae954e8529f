/** A saved moment of a run. Same checkpoint, same data: the same bits from there on (exact profile). */
import { concatBytes, bytesOf, toHex } from "../core/bytes.ts";
import { TabloomError } from "../core/errors.ts";
import { hashOf, sha256 } from "../core/hash.ts";
import type { TrainingState } from "../ports/engine.ts";
import type { RunPlan } from "./run-plan.ts";

export interface Checkpoint {
  readonly plan: RunPlan;
  readonly state: TrainingState;
  /** SHA-256 of plan and state; a torn or altered checkpoint is recognised by it. */
  readonly hash: string;
}

/** A checkpoint whose content does not match its hash. */
export class CheckpointError extends TabloomError {
  override readonly name = "CheckpointError";
}

export function createCheckpoint(plan: RunPlan, state: TrainingState): Checkpoint {
  return { plan, state, hash: hashCheckpoint(plan, state) };
}

/** @throws CheckpointError when the content is not what was saved */
export function verifyCheckpoint({ plan, state, hash }: Checkpoint): void {
  const actual = hashCheckpoint(plan, state);
  if (actual !== hash)
    throw new CheckpointError(
      `the checkpoint of step ${state.step} is damaged: expected hash ${hash}, got ${actual}`,
    );
}

/** Name of θ in results and records. */
export function parametersHash(state: TrainingState): string {
  return hashOf(state.parameters);
}

function hashCheckpoint(plan: RunPlan, { parameters, optimizerState, step }: TrainingState): string {
  const header = new TextEncoder().encode(JSON.stringify({ plan, step }));
  return toHex(
    sha256(concatBytes([sha256(header), sha256(bytesOf(parameters)), sha256(bytesOf(optimizerState))])),
  );
}
