/** Contributions to the round before: too late to count, but not too late to learn from. */
import type { Hash, PeerId } from "../core/ids.ts";
import { LINKS_ALIVE } from "../protocol/limits.ts";
import type { RoundState } from "./round/round-state.ts";

export class Stragglers {
  #base: Hash = "";
  #waitsSinceMs: number | null = null;
  #counted = new Set<PeerId>();

  begin({ head, waitsSinceMs, byDevice }: RoundState): void {
    this.#base = head.hash;
    this.#waitsSinceMs = waitsSinceMs;
    this.#counted = new Set(byDevice.keys());
  }

  /** How much later than the own contribution this one came; null when it is not of the last round, or not its device's first. */
  lateness(base: Hash, device: PeerId, nowMs: number): number | null {
    if (base !== this.#base || this.#waitsSinceMs === null) return null;
    if (this.#counted.has(device) || this.#counted.size > LINKS_ALIVE) return null;
    this.#counted.add(device);
    return nowMs - this.#waitsSinceMs;
  }
}
