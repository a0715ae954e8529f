/** Many seeds of one way to cheat on paper, and whether its bars are met. */
import { AUDIT_SHARE } from "../../../shared/swarm/audit/audit-share.ts";
import { median } from "../median.ts";
import { type PaperOutcome, playOnPaper, replayCommand } from "../../simulation/cheating/paper-run.ts";
import type { WayToCheat } from "../../simulation/cheating/ways-to-cheat.ts";

export interface Seeds {
  readonly first: number;
  readonly count: number;
  readonly peers: number;
}

/** Contributions within which a proven cheat must be found, for each that is honest between two fakes. */
const FOUND_WITHIN = 60;
const FOUND_SHARE = 0.95;
const FIRST_AUDIT_SHARE = 0.99;

/** @param onFailure gets what went wrong with one seed, and how to see it again */
export async function paperReport(
  way: WayToCheat,
  { first, count, peers }: Seeds,
  onFailure: (failure: object) => void,
): Promise<{ readonly met: boolean }> {
  const outcomes: PaperOutcome[] = [];
  for (let seed = first; seed < first + count; seed++) {
    const outcome = await playOnPaper(way, seed, peers);
    outcomes.push(outcome);
    const { violations } = outcome;
    if (violations.length > 0) onFailure({ way, seed, violations, replay: replayCommand(way, seed, peers) });
  }
  const cheaters = outcomes.flatMap((outcome) => outcome.cheaters);
  const audited = cheaters.flatMap(({ firstAudit }) => firstAudit ?? []);
  const rate = /^fakes one in (\d+)$/.exec(way);
  const within = FOUND_WITHIN * Number(rate?.[1] ?? 1);
  const figures = {
    cheaters: cheaters.length,
    found: share(cheaters, ({ foundAfter }) => foundAfter < Infinity),
    foundAfterMedian: median(cheaters.map(({ foundAfter }) => foundAfter)),
    foundAfterMost: Math.max(0, ...cheaters.map(({ foundAfter }) => foundAfter)),
    ...(way === "always fakes" || rate
      ? { within, foundWithin: share(cheaters, (one) => one.foundAfter <= within) }
      : {}),
    audited: audited.length,
    foundAtFirstAudit: share(audited, ({ outcome }) => outcome === "false"),
    vestedFakes: mean(cheaters, ({ fakes }) => fakes.vested),
    vestedFakesMost: Math.max(0, ...cheaters.map(({ fakes }) => fakes.vested)),
    lost: mean(cheaters, ({ work }) => work.void),
    lostThatWasHonest: mean(cheaters, ({ work, fakes }) => work.void - fakes.void),
    vestedVerdicts: mean(cheaters, ({ audits, lies }) => (lies > 0 ? audits.vested : 0)),
    lies: mean(cheaters, ({ lies }) => lies),
    costWhileHonest: mean(outcomes, ({ honestCost }) => honestCost),
    cost: mean(outcomes, ({ cost }) => cost),
    failures: outcomes.filter(({ violations }) => violations.length > 0).length,
  };
  return { ...figures, met: isMet(way, figures) };
}

interface Figures {
  readonly found: number;
  readonly foundWithin?: number;
  readonly foundAtFirstAudit: number;
  readonly vestedFakes: number;
  readonly lost: number;
  readonly cost: number;
  readonly failures: number;
}

function isMet(way: WayToCheat, figures: Figures): boolean {
  const { found, foundWithin = 1, foundAtFirstAudit, vestedFakes, lost, cost, failures } = figures;
  if (failures > 0) return false;
  if (way === "nobody") return cost <= AUDIT_SHARE;
  if (foundWithin < FOUND_SHARE || foundAtFirstAudit < FIRST_AUDIT_SHARE) return false;
  if (way.startsWith("new") && vestedFakes > 0) return false;
  return found > 0 && vestedFakes < lost && (way.startsWith("fakes") || found === 1);
}

/** 1 of none. */
function share<One>(all: readonly One[], holds: (one: One) => boolean): number {
  return all.length === 0 ? 1 : all.filter(holds).length / all.length;
}

/** 0 of none. */
function mean<One>(all: readonly One[], value: (one: One) => number): number {
  return all.length === 0 ? 0 : all.reduce((sum, one) => sum + value(one), 0) / all.length;
}
