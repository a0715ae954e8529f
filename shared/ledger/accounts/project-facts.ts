import type { Hash } from "../../core/ids.ts";

/** What the accounts have to know of a project, from its manifest: nobody's claim has a say in what work is worth. */
export interface ProjectFacts {
  readonly project: Hash;
  /** Floating-point operations of one inner step, a whole number. */
  readonly flopsPerStep: number;
  /** Units of one inner step. */
  readonly tokensPerStep: number;
  /** Inner steps of one contribution at most. */
  readonly maxSteps: number;
  /** Hash of the commit that everybody computes and nobody signs. */
  readonly genesis: Hash;
}
