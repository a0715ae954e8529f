import type { Hash } from "../../core/ids.ts";
import { countRoots, type Vote } from "./votes.ts";

/**
 * Verdicts that others, who have replayed the same, show to be made up: a quorum of persons, and more than those who answered like it and did not refute it.
 * It is how an auditor is found that says "match" without a replay and happens to be right. All votes are heard here, refuted ones too: otherwise it would
 * matter whom one hears first.
 */
export function refutedVerdicts(votes: readonly Vote[], quorum: number): ReadonlySet<Hash> {
  const refuted = new Set<Hash>();
  for (const vote of votes) {
    const refuters = votes.filter(
      ({ root, refutes }) => root !== vote.root && refutes.includes(vote.verdict),
    );
    if (refuters.length < quorum) continue;
    const against = new Set(refuters.map(({ root }) => root));
    const supporters = votes.filter(
      (other) => other.isMatch === vote.isMatch && other.window === vote.window && !against.has(other.root),
    );
    if (against.size >= quorum && against.size > countRoots(supporters)) refuted.add(vote.verdict);
  }
  return refuted;
}
