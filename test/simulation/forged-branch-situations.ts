/** What is run of forged branches, in a test or by the hundred: situations in three groups, and what to type to see one again. */
import { HONEST_SITUATIONS, type HonestSituation, runHonest } from "./forged-branch-honest.ts";
import { runForged } from "./forged-branch-run.ts";
import { type Situation, SITUATIONS } from "./forged-branch-plan.ts";

/** honest: eight honest peers are offered a forged branch · newcomers: eight newcomers are · branches: none is forged, and none may be refused */
export const GROUPS = {
  honest: ["early", "late", "turncoat"],
  newcomers: ["mixed", "alone"],
  branches: HONEST_SITUATIONS,
} as const satisfies Readonly<Record<string, readonly (Situation | HonestSituation)[]>>;
export type Group = keyof typeof GROUPS;

export interface SituationReport {
  readonly situation: Situation | HonestSituation;
  readonly seed: number;
  readonly violations: readonly string[];
  /** Rounds that somebody stood on forged heads at most; null for ever. */
  readonly mostRounds: number | null;
  /** Newcomers that followed a forged branch for a while. */
  readonly followers: number;
  readonly logHash: string;
  /** What to type to see it again. */
  readonly replay: string;
}

/** Whatever is thrown is a violation too. */
export async function runSituation(
  situation: Situation | HonestSituation,
  seed: number,
): Promise<SituationReport> {
  const replay = `npm run bench -- forged --situation ${situation} --seeds 1 --seed ${seed}`;
  try {
    if (isHonest(situation))
      return { ...(await runHonest(situation, seed)), mostRounds: 0, followers: 0, replay };
    return { ...(await runForged(situation, seed)), replay };
  } catch (error) {
    const violations = [`thrown: ${error instanceof Error ? error.message : String(error)}`];
    return { situation, seed, violations, mostRounds: 0, followers: 0, logHash: "", replay };
  }
}

export function isSituation(name: string): name is Situation | HonestSituation {
  return [...SITUATIONS, ...HONEST_SITUATIONS].some((situation) => situation === name);
}

function isHonest(situation: Situation | HonestSituation): situation is HonestSituation {
  return HONEST_SITUATIONS.some((honest) => honest === situation);
}
