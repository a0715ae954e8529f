import type { Hash } from "../../core/ids.ts";

/** What an own replay showed of a contribution. It goes before everything that others say. */
export interface Truth {
  readonly isTrue: boolean;
  /** The first wrong window; meaningless when it is true. */
  readonly window: number;
  /** Verdicts on it that the replay showed to be false; those with another answer are false anyway. */
  readonly falseVerdicts: ReadonlySet<Hash>;
}
