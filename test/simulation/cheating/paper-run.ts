/** Plays one way to cheat, and says what came of it in the accounts that everybody computes. */
import type { PeerId } from "../../../shared/core/ids.ts";
import { isDrawn } from "../../../shared/ledger/accounts/audit-draw.ts";
import { type FirstAudit, firstAudit } from "./first-audit.ts";
import { PROVEN_PASSES } from "./paper-ledger.ts";
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
  /** Rounds with cheating until the ledger said so; Infinity: never. */
  readonly foundAfter: number;
  /** The same until the first fake that the beacon drew, for whoever has passed as many audits as there are; Infinity: none. */
  readonly drawnAfter: number;
  /** Verdicts that it has signed, none of which took a replay. */
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
  const violations: string[] = [];
  const [firstRound] = accused;
  if (firstRound !== undefined)
    violations.push(
      `somebody honest was called false in ${accused.size} rounds, first in round ${firstRound}`,
    );
  if (swarm.problems.length > 0) violations.push(`a replay failed: ${String(swarm.problems[0])}`);
  return {
    cheaters: swarm.cheaters.map((peer) => ({
      foundAfter: found.get(peer.device) ?? Infinity,
      drawnAfter: firstDrawnRound(swarm, peer) - plan.honestRounds,
      ...outcomeOf(swarm, peer),
    })),
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

function outcomeOf(
  swarm: PaperSwarm,
  { device, liar }: PaperPeer,
): Omit<CheaterOutcome, "foundAfter" | "drawnAfter"> {
  const { ledger, fakes, honest } = swarm;
  const { project, flopsPerStep } = PAPER_FACTS;
  const flops = flopsPerStep * PAPER_WINDOWS;
  const own = new Set(ledger.book.feed(device).map(({ record }) => record.hash));
  const ownFakes = new Set([...own].filter((record) => fakes.has(record)));
  const isHonest = (auditor: PeerId) => honest.some((peer) => peer.device === auditor);
  return {
    ...sanctionsOf(ledger.accounts, project, flops, device, (record) => fakes.has(record)),
    lies: liar === null ? 0 : ledger.book.verdictsBy(device).length,
    firstAudit: firstAudit(ledger.book, ledger.accounts, ownFakes, isHonest),
  };
}

function firstDrawnRound({ ledger, fakes }: PaperSwarm, { device }: PaperPeer): number {
  for (const { record: commit, content } of ledger.accounts.chainOf(PAPER_FACTS.project)) {
    const part = content.body.contributions.find((part) => part.device === device);
    if (part && fakes.has(part.record) && isDrawn(commit.hash, part.record, PROVEN_PASSES))
      return content.body.round;
  }
  return Infinity;
}

/** Honest work that is called false in the end, or that nobody will ever be paid for because of an accusation. */
function wronged({ ledger, fakes, honest }: PaperSwarm): readonly string[] {
  const devices = new Set(honest.map(({ device }) => device));
  let voided = 0;
  let disputed = 0;
  for (const { content } of ledger.accounts.chainOf(PAPER_FACTS.project))
    for (const { record, device } of content.body.contributions) {
      if (!devices.has(device) || fakes.has(record)) continue;
      const state = ledger.accounts.receipt(record)?.state;
      if (state?.kind === "void") voided++;
      if (state?.kind === "pending" && state.contributionsToGo === 0 && state.isDisputed) disputed++;
    }
  return [
    ...(voided > 0 ? [`honest work is void: ${voided} contributions`] : []),
    ...(disputed > 0 ? [`honest work is left in dispute: ${disputed} contributions`] : []),
  ];
}
