/** What the browser cannot keep of keys and receipts, until it can again: for people who look at their receipts. */
import type { ProblemEnd } from "./api.ts";
import { describeProblem, endOfProblem } from "./problems.ts";

export class StorageTrouble {
  /** The last of each kind: a ledger that is written again says nothing about the keys. */
  readonly #sentences = new Map<ProblemEnd, string>();

  /** All of it in words; empty when all is well. */
  get text(): string {
    return [...this.#sentences.values()].join(" ");
  }

  add(error: unknown): void {
    const { title, advice } = describeProblem(error);
    this.#sentences.set(endOfProblem(error), `${title} ${advice}`);
  }

  /** Receipts are on the disk. @returns whether some could not be kept before */
  endReceipts(): boolean {
    return this.#sentences.delete("receipts-kept");
  }
}
