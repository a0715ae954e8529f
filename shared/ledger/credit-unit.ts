/**
 * The unit of credit. It stands here and nowhere else, because BOINC's drifted: its certificates still count twice the operations for a credit that its
 * scheduler counts. Ledger, pages, certificates and exports all import it from here, and every receipt names the version.
 */
import type { ProjectFacts } from "./accounts/project-facts.ts";

/** Floating-point operations of one credit, BOINC's cobblestone: 1/200 of what a machine of 1 GFLOP/s does in a day. */
export const FLOP_PER_CREDIT = 432_000_000_000n;
/** Another unit, or another way to count, is another version. */
export const CREDIT_VERSION = 1;

/** What committed work is worth, in floating-point operations. @param weight units that the commit counts of it, a whole number */
export function contributionFlops(
  { flopsPerStep, tokensPerStep }: Pick<ProjectFacts, "flopsPerStep" | "tokensPerStep">,
  weight: number,
): bigint {
  return (BigInt(flopsPerStep) * BigInt(weight)) / BigInt(tokensPerStep);
}

/** Credits for people to read. Sums are made of operations, which are whole, and turned into credits last. */
export function creditOf(flops: bigint): number {
  return Number(flops / FLOP_PER_CREDIT) + Number(flops % FLOP_PER_CREDIT) / Number(FLOP_PER_CREDIT);
}
