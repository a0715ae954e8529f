/** Plays one way to cheat, and says what came of it in the accounts that everybody computes. */
import type { PeerId } from "../../../shared/core/ids.ts";
import { AUDIT_SHARE } from "../../../shared/swarm/audit/audit-share.ts";
import { type FirstAudit, firstAudit } from "./first-audit.ts";
import { type PaperPeer, PaperSwarm } from "./paper-swarm.ts";
import { PAPER_FACTS, PAPER_WINDOWS } from "./paper-work.ts";
import { type DeviceSanctions, sanctionsOf } from "./sanctions.ts";
import { type Plan, planOf, type WayToCheat } from "./ways-to-cheat.ts";

export interface PaperOutcome {
  /** One for each cheater. */
  readonly cheaters: readonly CheaterOutcome[];
  /** What must never happen, and did. */
  readonly violations: readonly string[];
  /** Windows that honest peers replayed for each that they trained: while everybody was honest, and afterwards. */
  readonly honestCost: number;
  readonly cost: number;
}

export interface CheaterOutcome extends DeviceSanctions {
  /** Rounds from the first one with cheating until the ledger said so; Infinity: never. */
  readonly foundAfter: number;
  /** Verdicts that it had signed without a replay until then. */
  readonly lies: number;
  /** Of its fakes; null: nobody looked. */
  readonly firstAudit: FirstAudit | null;
}

/** What to type to see it again. */
export function replayCommand(way: WayToCheat, seed: number, peers: number): string {
  return `npm run bench -- cheats --way "${way}" --seed ${seed} --seeds 1 --peers ${peers}`;
}

export async function playOnPaper(way: WayToCheat, seed: number, peers: number): Promise<PaperOutcome> {
  const plan = planOf(way, seed, peers);
  const swarm = new PaperSwarm(plan);
  await swarm.runRounds(plan.honestRounds);
  const before = { replayed: swarm.replayedWindows, trained: swarm.trainedWindows };
  const { found, accused } = await cheat(swarm, plan);
  const violations = [...accused].map((round) => `an honest peer was called false in round ${round}`);
  if (swarm.problems.length > 0) violations.push(`a replay failed: ${String(swarm.problems[0])}`);
  return {
    cheaters: swarm.cheaters.map((peer) => outcomeOf(swarm, peer, found.get(peer.device) ?? Infinity)),
    violations: [...violations, ...wronged(swarm)],
    honestCost: before.trained === 0 ? 0 : before.replayed / before.trained,
    cost: (swarm.replayedWindows - before.replayed) / (swarm.trainedWindows - before.trained),
  };
}

/** @returns rounds after which each cheater was found, and rounds in which somebody honest was refused */
async function cheat(swarm: PaperSwarm, { rounds, restRounds }: Plan) {
  const found = new Map<PeerId, number>();
  const accused = new Set<number>();
  for (let round = 1, rest = restRounds; round <= rounds + restRounds && rest > 0; round++) {
    await swarm.runRound();
    if (swarm.honest.some(({ device }) => swarm.isRefused(device))) accused.add(swarm.round);
    for (const { device } of swarm.cheaters)
      if (!found.has(device) && swarm.isRefused(device)) found.set(device, round);
    if (found.size === swarm.cheaters.length) rest--;
  }
  return { found, accused };
}

function outcomeOf(swarm: PaperSwarm, { device, liar }: PaperPeer, foundAfter: number): CheaterOutcome {
  const { ledger, fakes, honest } = swarm;
  const { project, flopsPerStep } = PAPER_FACTS;
  const own = new Set(
    ledger.book
      .feed(device)
      .map(({ record }) => record.hash)
      .filter((record) => fakes.has(record)),
  );
  return {
    foundAfter,
    ...sanctionsOf(ledger.accounts, project, flopsPerStep * PAPER_WINDOWS, device, (record) => fakes.has(record)),
    lies: liar === null ? 0 : ledger.book.verdictsBy(device).length,
    firstAudit: firstAudit(ledger.book, ledger.accounts, own, (auditor) =>
      honest.some((peer) => peer.device === auditor),
    ),
  };
}

/** Honest work that is called false in the end, or that nobody will ever be paid for because of an accusation. */
function wronged({ ledger, fakes, round, honest }: PaperSwarm): readonly string[] {
  const violations: string[] = [];
  const devices = new Set(honest.map(({ device }) => device));
  for (const { content } of ledger.accounts.chainOf(PAPER_FACTS.project))
    for (const { record, device } of content.body.contributions) {
      if (!devices.has(device) || fakes.has(record)) continue;
      const state = ledger.accounts.receipt(record)?.state;
      const where = `in round ${content.body.round} of ${round}`;
      if (state?.kind === "void") violations.push(`honest work is void ${where}`);
      if (state?.kind === "pending" && state.contributionsToGo === 0 && state.isDisputed)
        violations.push(`honest work is left in dispute ${where}`);
    }
  return violations;
}

/** Whether audits took their share of honest peers' time and no more. */
export function isWithinShare({ cost, honestCost }: PaperOutcome): boolean {
  return Math.max(cost, honestCost) <= AUDIT_SHARE;
}
