/** Where θ is hashed on the way through a round, so that a replay which ends elsewhere knows where the two parted. */
import { STATE_HASHES } from "../core/state-hashes.ts";

/** Steps of a window; the last one of a contribution may be shorter. @param maxSteps of the project's rules */
export function windowSteps(maxSteps: number): number {
  return Math.ceil(maxSteps / STATE_HASHES);
}

/** Windows of a contribution of so many steps. */
export function windowCount(steps: number, maxSteps: number): number {
  return Math.ceil(steps / windowSteps(maxSteps));
}
