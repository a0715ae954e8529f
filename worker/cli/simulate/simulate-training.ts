/** A simulated training run from its first round to its last: what `tabloom simulate` measures. */
import { TabloomError } from "../../../shared/core/errors.ts";
import type { Hash } from "../../../shared/core/ids.ts";
import type { Head } from "../../../shared/ledger/records/commit.ts";
import type { Engine } from "../../../shared/ports/engine.ts";
import { evaluateOn } from "../../../shared/training/evaluate.ts";
import { EngineTurns } from "./engine-turns.ts";
import { type ReachedHead, type SwarmSettings, TrainingSwarm } from "./training-swarm.ts";

export interface RoundReport {
  readonly round: number;
  /** Up when the round ended. */
  readonly peers: number;
  /** Whose update counted. */
  readonly committed: number;
  /** On a sample of the held-out part; only in rounds that are measured. */
  readonly valLoss?: number;
  /** Sent since the line before, per peer. */
  readonly bytesUpPerPeer: number;
  readonly head: Hash;
}

export interface DoneReport {
  /** On the whole held-out part. */
  readonly valLoss: number;
  readonly totalTokens: number;
  /** Sent over the run, per peer: updates, state for newcomers, heartbeats and all. */
  readonly bytesUpPerPeer: number;
  /** What float32 averaging in a ring after every inner step would send: 8 P (N − 1) / N bytes a step. */
  readonly denseRingBytesPerPeer: number;
  /** Null for one peer, which sends nothing either way. */
  readonly reduction: number | null;
  /** Distinct heads of the honest peers that are left. */
  readonly heads: number;
  readonly head: Hash;
  /** Share of the honest peers' virtual time that went into inner steps. */
  readonly trainingShare: number;
  /** Honest updates that a commit included without weight, of how many. */
  readonly refusedHonest: number;
  readonly includedHonest: number;
}

export interface SimulationRun extends SwarmSettings {
  readonly engine: Engine;
  /** Rounds between measurements. */
  readonly evalEvery: number;
  readonly onRound: (report: RoundReport) => void;
}

/** The rounds stopped coming: a fault of the swarm that no honest run may show. */
export class SimulationStalledError extends TabloomError {
  override readonly name = "SimulationStalledError";
}

/** Held-out samples of a round's measurement; the last one takes all. */
const INTERIM_SAMPLES = 240;
/** How often the run is looked at, as a share of a round. */
const SLICE = 1 / 64;
/** Rounds' time without a new head after which something must be wrong. */
const STALLED_ROUNDS = 10;
/** Time that the last ones get to reach the last head; shorter than a round, so that nobody ends another one. */
const ARRIVAL_SHARE = 0.9;

/** @throws SimulationStalledError; what the engine throws */
export async function simulateTraining(run: SimulationRun): Promise<DoneReport> {
  const { rounds, onRound, evalEvery, engine } = run;
  const turns = new EngineTurns(engine);
  const swarm = new TrainingSwarm(run, turns);
  const honest = { refused: 0, included: 0 };
  let last: ReachedHead | null = null;
  let reachedAtMs = 0;
  while ((last?.head.round ?? 0) < rounds) {
    for (const reached of await swarm.run(SLICE * run.plan.rules.roundMs)) {
      const shares = reached.outcome.contributions.filter(({ device }) => swarm.isHonest(device));
      honest.included += shares.length;
      honest.refused += shares.filter(({ weight }) => weight === 0).length;
      const { round } = reached.head;
      const isMeasured = round % evalEvery === 0 || round === rounds;
      const valLoss = isMeasured ? await lossOf(turns, run, reached.parameters, INTERIM_SAMPLES) : undefined;
      onRound(reportOf(reached, last, valLoss));
      last = reached;
      reachedAtMs = swarm.nowMs;
    }
    if (swarm.nowMs - reachedAtMs > STALLED_ROUNDS * run.plan.rules.roundMs) throw stalledAfter(last);
  }
  await gather(swarm, run);
  return summarize(swarm, turns, run, { last: last!, honest });
}

/** Waits for those who are a little behind, or have yet to hear of a heavier commit than their own. */
async function gather(swarm: TrainingSwarm, { plan, rounds }: SimulationRun): Promise<void> {
  const endMs = swarm.nowMs + ARRIVAL_SHARE * plan.rules.roundMs;
  const isTogether = () =>
    swarm.heads.every(({ round, hash }) => round >= rounds && hash === swarm.heads[0]?.hash);
  while (swarm.nowMs < endMs && !isTogether()) await swarm.run(SLICE * plan.rules.roundMs);
}

async function summarize(
  swarm: TrainingSwarm,
  turns: EngineTurns,
  run: SimulationRun,
  { last, honest }: { last: ReachedHead; honest: { refused: number; included: number } },
): Promise<DoneReport> {
  const head = heaviest(swarm.heads);
  const parameters = swarm.parametersOf(head);
  const bytesUpPerPeer = Math.round(swarm.sentBytes / run.peers);
  const bytesPerStep = (8 * parameters.length * (run.peers - 1)) / run.peers;
  const denseRingBytesPerPeer = Math.round(bytesPerStep * head.progress);
  return {
    valLoss: await lossOf(turns, run, parameters, Infinity),
    totalTokens: head.tokens,
    bytesUpPerPeer,
    denseRingBytesPerPeer,
    reduction: bytesUpPerPeer > 0 && run.peers > 1 ? denseRingBytesPerPeer / bytesUpPerPeer : null,
    heads: new Set(swarm.heads.map(({ hash }) => hash)).size,
    head: head.hash,
    trainingShare: last.trainingMs / last.upMs,
    refusedHonest: honest.refused,
    includedHonest: honest.included,
  };
}

function reportOf(
  { head, peers, outcome, sentBytes }: ReachedHead,
  before: ReachedHead | null,
  valLoss: number | undefined,
): RoundReport {
  return {
    round: head.round,
    peers,
    committed: outcome.contributions.filter(({ weight }) => weight > 0).length,
    ...(valLoss === undefined ? {} : { valLoss }),
    bytesUpPerPeer: Math.round((sentBytes - (before?.sentBytes ?? 0)) / peers),
    head: head.hash,
  };
}

function lossOf(
  turns: EngineTurns,
  { dataset, plan }: SimulationRun,
  parameters: Float32Array,
  maxSamples: number,
): Promise<number> {
  return turns.take(async (engine) => {
    await engine.write({ parameters, optimizerState: new Float32Array(0), step: 0 });
    return (await evaluateOn(engine, dataset, { batchSize: plan.batchSize, maxSamples })).loss;
  });
}

/** The branch that fork choice prefers. */
function heaviest(heads: readonly Head[]): Head {
  return heads.toSorted((a, b) => b.tokens - a.tokens || (a.hash < b.hash ? -1 : 1))[0]!;
}

function stalledAfter(last: ReachedHead | null): SimulationStalledError {
  return new SimulationStalledError(
    `no new head for ${STALLED_ROUNDS} rounds' time after round ${last?.head.round ?? 0}; run it again with the same --seed to see why`,
  );
}
