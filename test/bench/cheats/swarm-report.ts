/** Swarms of real participants of whom three in ten make up all their work. */
import { lazy, loyal } from "../../simulation/cheating/lies-of-auditors.ts";
import type { CheatSwarmOptions } from "../../simulation/cheating/cheat-swarm.ts";
import { runWithFakers, type SwarmOutcome } from "../../simulation/cheating/swarm-run.ts";
import { median } from "../median.ts";
import type { Seeds } from "./paper-report.ts";

const FAKER_SHARE = 0.3;
const FIRST_AUDIT_SHARE = 0.99;

export const LIES_OF_FAKERS = {
  "swarm, silent fakers": null,
  "swarm, lazy auditors": () => lazy(0),
  "swarm, ring": (isFaker) => loyal(0, isFaker),
} as const satisfies Readonly<Record<string, CheatSwarmOptions["lies"]>>;

export type WayInSwarm = keyof typeof LIES_OF_FAKERS;

/** @param contributions that are committed at least before a swarm ends, in which all fakers are found */
export async function swarmReport(
  way: WayInSwarm,
  { first, count, peers }: Seeds,
  contributions: number,
  onFailure: (failure: object) => void,
): Promise<{ readonly met: boolean }> {
  const fakerCount = Math.round(FAKER_SHARE * peers);
  const outcomes: SwarmOutcome[] = [];
  for (let seed = first; seed < first + count; seed++) {
    const options = {
      seed: `${way} ${seed}`,
      honestCount: peers - fakerCount,
      fakerCount,
      lies: LIES_OF_FAKERS[way],
    };
    const outcome = await runWithFakers(options, contributions);
    outcomes.push(outcome);
    const violations = [...new Set(outcome.violations)];
    const replay = `npm run bench -- cheats --way "${way}" --seed ${seed} --seeds 1 --peers ${peers}`;
    if (violations.length > 0) onFailure({ way, seed, violations, replay });
  }
  const fakers = outcomes.flatMap((outcome) => outcome.fakers);
  const audited = fakers.flatMap(({ firstAudit }) => firstAudit ?? []);
  const refused = fakers.map(({ refusal }) => refusal.allRound);
  const foundAtFirstAudit =
    audited.filter(({ outcome }) => outcome === "false").length / Math.max(1, audited.length);
  const refusedAfterMost = Math.max(...refused);
  const failures = outcomes.filter(({ violations }) => violations.length > 0).length;
  const figures = {
    swarms: outcomes.length,
    contributions: sum(outcomes.map((outcome) => outcome.contributions)),
    fakers: fakers.length,
    fakes: sum(fakers.map(({ committed }) => committed)),
    fakesThatCounted: sum(fakers.map(({ counted }) => counted)),
    audited: audited.length,
    foundAtFirstAudit,
    /** Rounds until nobody honest took anything of a faker any more. */
    refusedAfterMedian: median(refused),
    refusedAfterMost,
    /** Of the peer that audited most. */
    auditShareOfTime: Math.max(...outcomes.map(({ timeShare }) => timeShare)),
    auditShareOfSteps: Math.max(...outcomes.map(({ stepShare }) => stepShare)),
    branchSteps: Math.max(...outcomes.map(({ branchSteps }) => branchSteps)),
    failures,
  };
  return {
    ...figures,
    met: failures === 0 && refusedAfterMost < Infinity && foundAtFirstAudit >= FIRST_AUDIT_SHARE,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
