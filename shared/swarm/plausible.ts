/** What a commit may claim at most. Whether the work was done is another question, which only a replay answers; but nobody does more than a round can hold. */
import type { CommitBody, Head } from "../ledger/records/commit.ts";
import { CELL_PEERS } from "../protocol/limits.ts";
import type { SwarmRules } from "./cell-round-ports.ts";

/** A commit above an unknown head may claim at most this: some thousand years of rounds, and far from where numbers stop being exact. */
const MOST_ROUNDS = 0x1_0000_0000;
const MOST_TOKENS = 0x10_0000_0000_0000;

/** @param base the head below it when it is known, otherwise null */
export function isPlausible(
  { maxSteps, tokensPerStep }: SwarmRules,
  { round, tokens, progress, contributions }: CommitBody,
  base: Head | null,
): boolean {
  const most = maxSteps * tokensPerStep;
  const added = contributions.reduce((sum, { weight }) => sum + weight, 0);
  if (contributions.some(({ weight }) => weight > most)) return false;
  if (base === null) {
    const mostTokens = Math.min(MOST_TOKENS, round * CELL_PEERS * most);
    return round <= MOST_ROUNDS && tokens >= added && tokens <= mostTokens && progress <= round * maxSteps;
  }
  const steps = progress - base.progress;
  return round === base.round + 1 && tokens === base.tokens + added && steps >= 0 && steps <= maxSteps;
}
