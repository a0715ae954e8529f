/** What the browser cannot keep of keys and receipts, until it can again: for people who look at their receipts. */
import type { Problem } from "../shared/problems/problem.ts";
import type { ProblemEnd } from "./api.ts";
import { describeProblem, endOfProblem } from "./problems.ts";

export class StorageTrouble {
  /** The last of each kind: a ledger that is written again says nothing about the keys. */
  readonly #problems = new Map<ProblemEnd, Problem>();

  /** Empty when all is well. */
  get problems(): readonly Problem[] {
    return [...this.#problems.values()];
  }

  add(error: unknown): void {
    this.#problems.set(endOfProblem(error), describeProblem(error));
  }

  /** Receipts are on the disk. @returns whether some could not be kept before */
  endReceipts(): boolean {
    return this.#problems.delete("receipts-kept");
  }
}
