/** What became of each address lately, for the page: without a link after ten seconds it names the cause. */
import type { PeerId } from "../../core/ids.ts";

export type LinkStage = "dialled" | "opened" | "authenticated" | "refused" | "closed";

export interface LinkState {
  readonly address: string;
  readonly device: PeerId | null;
  readonly stage: LinkStage;
  /** Why it is refused or closed, or was when it was last tried, in words; empty otherwise. */
  readonly reason: string;
  readonly atMs: number;
}

/** More than the links that can be alive at once. */
const REMEMBERED_LINKS = 64;

export class LinkLog {
  readonly #states = new Map<string, LinkState>();

  set(state: LinkState): void {
    this.#states.delete(state.address); // the latest is last
    this.#states.set(state.address, state);
    const [oldest] = this.#states.keys();
    if (this.#states.size > REMEMBERED_LINKS && oldest !== undefined) this.#states.delete(oldest);
  }

  reasonOf(address: string): string {
    return this.#states.get(address)?.reason ?? "";
  }

  /** Oldest change first. */
  states(): LinkState[] {
    return [...this.#states.values()];
  }
}
