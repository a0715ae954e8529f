import type { Head } from "../ledger/records/commit.ts";
import type { ContributionBody } from "../ledger/records/contribution.ts";
import { windowCount } from "../training/windows.ts";
import type { SwarmRules } from "./cell-round-ports.ts";

/** Whether a contribution fits this head and what the manifest allows: nobody claims more steps, units or bytes than there can be. */
export function isPossible(rules: SwarmRules, head: Head, body: ContributionBody): boolean {
  const { project, round, base, steps, tokens, updateBytes, profile, states } = body;
  return (
    project === rules.project &&
    base === head.hash &&
    round === head.round + 1 &&
    steps <= rules.maxSteps &&
    tokens === steps * rules.tokensPerStep &&
    updateBytes <= rules.codec.maxBytes(rules.layout) &&
    (profile !== "wasm-exact" || states.length === windowCount(steps, rules.maxSteps))
  );
}
