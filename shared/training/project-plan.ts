/** What a project's manifest fixes about training: with it, a contribution is a pure function of public facts (DESIGN.md, section 5). */
import { initialParameters } from "../model/init.ts";
import { createModel } from "../model/spec.ts";
import type { RunPlan } from "./run-plan.ts";

/** How long a peer trains before it shows its work. */
export interface RoundRules {
  /** Time from one head to the next training's end, in milliseconds: rounds are cut by time, so slow devices take fewer steps. */
  readonly roundMs: number;
  /** Nobody takes more inner steps in one round: H of the study, for a device of ordinary speed. */
  readonly maxSteps: number;
}

/** `seed` names θ of the genesis; the batches' randomness is named by project, round and device (local-round.ts). */
export interface ProjectPlan extends RunPlan {
  readonly rules: RoundRules;
  /** Name of the codec of updates (shared/compression/codecs.ts). */
  readonly codec: string;
}

/** θ of the head of round 0, [parameterCount]: everybody computes it. */
export function genesisParameters({ model, seed }: ProjectPlan): Float32Array {
  return initialParameters(createModel(model).layout, seed);
}
