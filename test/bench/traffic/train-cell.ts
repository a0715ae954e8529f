/** A cell of peers that train in turn in one process, without network: what a codec and a round length cost in loss and in bytes. */
import { aggregate } from "../../../shared/aggregation/aggregate.ts";
import { measure } from "../../../shared/aggregation/candidate.ts";
import { leaveOneOutCosines } from "../../../shared/aggregation/cosine-filter.ts";
import { type OuterState, outerStep } from "../../../shared/aggregation/outer-step.ts";
import type { Codec } from "../../../shared/compression/codec.ts";
import { hashOf } from "../../../shared/core/hash.ts";
import { runAtOnce } from "../../../shared/core/slices.ts";
import type { Dataset } from "../../../shared/data/dataset.ts";
import { createModel } from "../../../shared/model/spec.ts";
import type { Engine } from "../../../shared/ports/engine.ts";
import type { RoundResult } from "../../../shared/ports/round-trainer.ts";
import type { ParameterLayout } from "../../../shared/tensor/layout.ts";
import { evaluateOn } from "../../../shared/training/evaluate.ts";
import { trainRound } from "../../../shared/training/local-round.ts";
import { genesisParameters, type ProjectPlan } from "../../../shared/training/project-plan.ts";

export interface CellOptions {
  readonly plan: ProjectPlan;
  readonly peers: number;
  /** Inner steps per peer in all, and in one round. */
  readonly steps: number;
  readonly localSteps: number;
  /** Null averages the float32 pseudo-gradients as they are: no clip, no filter. */
  readonly codec: Codec | null;
  readonly onRound?: (round: number, trainLoss: number) => void;
}

export interface CellResult {
  /** Mean loss on the whole held-out part. */
  readonly valLoss: number;
  /** Mean size of an update. */
  readonly updateBytes: number;
  /** Sent by one peer over the run: its update to every other peer, every round. */
  readonly bytesUpPerPeer: number;
  /** What one peer sends when float32 gradients are averaged in a ring after every step: 2 (N − 1) / N · 4 P bytes a step. */
  readonly denseRingBytesPerPeer: number;
  /** Smallest cosine of an update with the sum of the others, over all rounds; null without a codec or with fewer than three peers. */
  readonly leastCosine: number | null;
  /** Honest updates that the cosine filter refused. */
  readonly refused: number;
  readonly parametersHash: string;
}

export async function trainCell(engine: Engine, dataset: Dataset, options: CellOptions): Promise<CellResult> {
  const { plan, peers, steps, localSteps, codec } = options;
  const { layout } = createModel(plan.model);
  let state: OuterState = {
    parameters: genesisParameters(plan),
    momentum: new Float32Array(layout.parameterCount),
  };
  const rounds = Math.ceil(steps / localSteps);
  let sentBytes = 0;
  let leastCosine = Infinity;
  let refused = 0;
  for (let round = 1; round <= rounds; round++) {
    const results = await trainPeers(engine, dataset, options, round, state.parameters);
    const exchange = codec ? exchangeUpdates(codec, results, layout) : averageAsTheyAre(results);
    state = outerStep(state, exchange.mean);
    sentBytes += exchange.bytes;
    leastCosine = Math.min(leastCosine, exchange.leastCosine);
    refused += exchange.refused;
    options.onRound?.(round, results.reduce((sum, { loss }) => sum + loss, 0) / peers);
  }
  await engine.write({ parameters: state.parameters, optimizerState: new Float32Array(0), step: 0 });
  const { loss } = await evaluateOn(engine, dataset, {
    batchSize: plan.batchSize,
    maxSamples: Infinity,
  });
  const updateBytes = sentBytes / (rounds * peers);
  return {
    valLoss: loss,
    updateBytes,
    bytesUpPerPeer: updateBytes * (peers - 1) * rounds,
    denseRingBytesPerPeer: ((2 * (peers - 1)) / peers) * 4 * layout.parameterCount * steps,
    leastCosine: Number.isFinite(leastCosine) ? leastCosine : null,
    refused,
    parametersHash: hashOf(new Uint8Array(state.parameters.buffer)),
  };
}

/** Every peer trains from the same head on its own batches. */
async function trainPeers(
  engine: Engine,
  dataset: Dataset,
  { plan, peers, steps, localSteps }: CellOptions,
  round: number,
  parameters: Float32Array,
): Promise<RoundResult[]> {
  const results: RoundResult[] = [];
  const progress = (round - 1) * localSteps;
  const maxSteps = Math.min(localSteps, steps - progress);
  for (let peer = 0; peer < peers; peer++) {
    const job = { project: plan.seed, round, device: `peer ${peer}`, parameters, progress };
    results.push(await trainRound(engine, plan, dataset, job, { shouldStop: (taken) => taken >= maxSteps }));
  }
  return results;
}

interface Exchange {
  readonly mean: Float32Array;
  /** Of all updates together, each counted once. */
  readonly bytes: number;
  readonly leastCosine: number;
  readonly refused: number;
}

function exchangeUpdates(codec: Codec, results: readonly RoundResult[], layout: ParameterLayout): Exchange {
  let bytes = 0;
  const updates = results.map(({ delta, tokens }, peer) => {
    const encoded = codec.encode(delta, layout);
    bytes += encoded.length;
    const decoded = codec.decode(encoded, layout);
    if (!decoded.ok) throw new Error(`${codec.name} refuses its own update: ${decoded.reason}`);
    return { id: `peer ${peer}`, tokens, update: decoded.update };
  });
  const { mean, refused } = aggregate(updates, layout);
  const everybody = updates.map(() => true);
  const cosines =
    updates.length > 2 ? runAtOnce(leaveOneOutCosines(updates.map(measure), everybody, layout)) : [];
  return { mean, bytes, leastCosine: Math.min(Infinity, ...cosines), refused: refused.length };
}

function averageAsTheyAre(results: readonly RoundResult[]): Exchange {
  const length = results[0]!.delta.length;
  const mean = Float32Array.from(
    { length },
    (_, index) => results.reduce((sum, { delta }) => sum + delta[index]!, 0) / results.length,
  );
  return { mean, bytes: results.length * 4 * length, leastCosine: Infinity, refused: 0 };
}
