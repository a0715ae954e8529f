/** Counts what each key takes, and says when it is too much. */
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Allowance } from "./limits.ts";

export interface Bucket {
  /** Takes one. False when `key` has had its share of this window. Answers come in the order of the questions. */
  take(key: string): Promise<boolean>;
}

/** A key is forgotten when its window ends, so strangers cannot fill the memory with keys. */
export function createBucket({ count, seconds }: Allowance): Bucket {
  const limiter = new RateLimiterMemory({ points: count, duration: seconds });
  return {
    take: (key) =>
      limiter.consume(key).then(
        () => true,
        () => false,
      ),
  };
}
