/** Lets a swarm with fakers train until everybody has found them, and says what came of it. */
import type { Hash, PeerId } from "../../../shared/core/ids.ts";
import { Accounts } from "../../../shared/ledger/accounts/accounts.ts";
import type { Ledger } from "../../../shared/ledger/ledger.ts";
import { AUDIT_SHARE } from "../../../shared/swarm/audit/audit-share.ts";
import { TOY_RULES } from "../toy-swarm.ts";
import {
  CheatSwarm,
  type CheatSwarmOptions,
  type Refusal,
  TOY_FLOPS,
  type WatchedPeer,
} from "./cheat-swarm.ts";
import { type FirstAudit, firstAudit } from "./first-audit.ts";

export interface FakerOutcome {
  /** Fakes that were committed, and those of them that the filter let pass. */
  readonly committed: number;
  readonly counted: number;
  readonly firstAudit: FirstAudit | null;
  readonly refusal: Refusal;
}

export interface SwarmOutcome {
  readonly rounds: number;
  readonly contributions: number;
  readonly fakers: readonly FakerOutcome[];
  /** What must never happen, and did. */
  readonly violations: readonly string[];
  /** Audits of the honest peer that made most: share of its time, and replayed steps for each step of its committed work. */
  readonly timeShare: number;
  readonly stepShare: number;
  /** Steps of its replays to look into branches, which audits' share does not count. */
  readonly branchSteps: number;
}

/** @param contributions that are committed at least; it goes on until all fakers are found, and then for a while, until everything is settled */
export async function runWithFakers(
  options: CheatSwarmOptions,
  contributions: number,
): Promise<SwarmOutcome> {
  const run = new CheatSwarm(options);
  const { honest, fakers, refusals } = run;
  const [first] = honest;
  const isFound = ({ peer }: WatchedPeer) => (refusals.get(peer.device)?.allRound ?? Infinity) < Infinity;
  const isEnough = () => fakers.every(isFound) && committed(first!.ledger).length >= contributions;
  await run.run(MOST_MS, isEnough);
  // Jurors are in the middle of something, and so slow that an outsider hears of it some rounds later.
  await run.run(SETTLING_MS, () => false);
  const elapsedMs = run.swarm.clock.nowMs();
  const costs = honest.map(({ replayer, stepMs, ledger, peer }) => ({
    timeShare: (replayer.auditSteps * stepMs) / elapsedMs,
    stepShare: replayer.auditSteps / stepsOf(ledger, peer.device),
  }));
  const outcome = {
    rounds: run.round,
    contributions: committed(first!.ledger).length,
    fakers: fakers.map(({ peer }) => fakerOutcome(run, peer.device)),
    violations: violationsOf(run),
    timeShare: Math.max(...costs.map(({ timeShare }) => timeShare)),
    stepShare: Math.max(...costs.map(({ stepShare }) => stepShare)),
    branchSteps: Math.max(...honest.map(({ replayer }) => replayer.branchSteps)),
  };
  run.stop();
  return outcome;
}

const MOST_MS = 400_000;
const SETTLING_MS = 40_000;

interface Included {
  readonly record: Hash;
  readonly device: PeerId;
  readonly weight: number;
}

function committed({ accounts }: Ledger): readonly Included[] {
  return accounts.chainOf(TOY_RULES.project).flatMap(({ content }) => content.body.contributions);
}

function stepsOf(ledger: Ledger, device: PeerId): number {
  return committed(ledger)
    .filter((part) => part.device === device)
    .reduce((sum, { record }) => sum + (ledger.book.contribution(record)?.content.body.steps ?? 0), 0);
}

/** Accounts of somebody who has the records of this peer, and has replayed nothing. */
function outsider({ book, accounts }: Ledger): Accounts {
  const { project, maxSteps, tokensPerStep } = TOY_RULES;
  const [oldest] = accounts.chainOf(project);
  const genesis = oldest?.content.body.base ?? "";
  const facts = { project, flopsPerStep: TOY_FLOPS, tokensPerStep, maxSteps, genesis };
  return new Accounts({ book, factsOf: () => facts, settled: new Map() });
}

function fakerOutcome({ honest, refusals }: CheatSwarm, device: PeerId): FakerOutcome {
  const { ledger } = honest[0]!;
  const fakes = committed(ledger).filter((part) => part.device === device);
  const counted = fakes.filter(({ weight }) => weight > 0);
  const audited = firstAudit(
    ledger.book,
    outsider(ledger),
    new Set(counted.map(({ record }) => record)),
    (auditor) => honest.some(({ peer }) => peer.device === auditor),
  );
  const refusal = refusals.get(device) ?? { firstRound: Infinity, allRound: Infinity };
  return { committed: fakes.length, counted: counted.length, firstAudit: audited, refusal };
}

function violationsOf({ honest, fakers, refusals, swarm }: CheatSwarm): readonly string[] {
  const violations: string[] = [];
  const honestDevices = new Set(honest.map(({ peer }) => peer.device));
  const fakeDevices = new Set(fakers.map(({ peer }) => peer.device));
  for (const { peer, ledger, replayer, stepMs } of honest) {
    if (refusals.has(peer.device)) violations.push(`${peer.name} was refused by somebody honest`);
    for (const view of [ledger.accounts, outsider(ledger)])
      for (const { kind, device, state } of view.lines(TOY_RULES.project)) {
        if (fakeDevices.has(device) && kind === "work" && state === "vested")
          violations.push(`${peer.name} sees credit vested for a fake`);
      }
    for (const { content } of ledger.book.records()) {
      if (content?.type !== "verdict" || content.body.result === "match") continue;
      const accused = ledger.book.contribution(content.body.contribution)?.content.device ?? "";
      if (honestDevices.has(content.device) && honestDevices.has(accused))
        violations.push(`${peer.name} knows of an honest peer that an honest one accused`);
    }
    for (const { device, stage, reason } of peer.participant.links.linkStates())
      if (device !== null && honestDevices.has(device) && stage === "refused")
        violations.push(`${peer.name} cut off an honest peer: ${reason}`);
    const share = (replayer.auditSteps * stepMs) / swarm.clock.nowMs();
    if (share > AUDIT_SHARE) violations.push(`${peer.name} audits for ${share} of its time`);
  }
  return violations;
}
