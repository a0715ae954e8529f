import type { Head } from "../ledger/commit.ts";
import type { ContributionBody } from "../ledger/contribution.ts";
import type { SwarmRules } from "./cell-round-ports.ts";

/** Whether a contribution fits this head and what the manifest allows: nobody claims more steps, units or bytes than there can be. */
export function isPossible(rules: SwarmRules, head: Head, body: ContributionBody): boolean {
  const { project, round, base, steps, tokens, updateBytes } = body;
  return (
    project === rules.project &&
    base === head.hash &&
    round === head.round + 1 &&
    steps <= rules.maxSteps &&
    tokens === steps * rules.tokensPerStep &&
    updateBytes <= rules.codec.maxBytes(rules.layout)
  );
}
