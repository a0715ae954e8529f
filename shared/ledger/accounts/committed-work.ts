import type { Hash } from "../../core/ids.ts";
import type { Known } from "../book/known-record.ts";
import { contributionFlops } from "../credit-unit.ts";
import type { ProjectFacts } from "./project-facts.ts";

/** A contribution that a commit of the chain includes. */
export interface CommittedWork {
  readonly contribution: Known<"contribution">;
  readonly commit: Known<"commit">;
  /** Units that count of it; 0 when the filter refused the update. */
  readonly weight: number;
  readonly flops: bigint;
}

/**
 * What a commit includes under this name, or null when it is something else than the commit says, or claims more than the rules allow. Its certificate does
 * not help then: who signed it is not honest, and the head could not be computed.
 * @param contribution the record of that name; null while it is missing, and what nobody can see the signature of does not count
 */
export function committedWork(
  commit: Known<"commit">,
  contribution: Known<"contribution"> | null,
  facts: ProjectFacts,
): CommittedWork | null {
  if (contribution === null) return null;
  const { hash } = contribution.record;
  const part = commit.content.body.contributions.find(
    ({ device, record }) => record === hash && device === contribution.content.device,
  );
  if (part === undefined) return null;
  const { project, round, base } = commit.content.body;
  const { body } = contribution.content;
  const isOfRound = body.project === project && body.round === round && body.base === base;
  const isPossible = body.steps <= facts.maxSteps && body.tokens === body.steps * facts.tokensPerStep;
  if (!isOfRound || !isPossible || part.weight > body.tokens) return null;
  return { contribution, commit, weight: part.weight, flops: contributionFlops(facts, part.weight) };
}

export function hashOfWork({ contribution }: CommittedWork): Hash {
  return contribution.record.hash;
}

export function roundOf({ commit }: CommittedWork): number {
  return commit.content.body.round;
}
