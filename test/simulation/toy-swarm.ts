/** Real participants that train a toy on a virtual network: what tests of single situations start from. */
import { codecNamed, DEFAULT_CODEC } from "../../shared/compression/codecs.ts";
import { must } from "../../shared/core/assert.ts";
import { type SimulatedPeer, SwarmSimulation } from "../../shared/simulation/swarm-simulation.ts";
import {
  TOY_LAYOUT,
  TOY_TOKENS_PER_STEP,
  toySteps,
  toyTraining,
} from "../../shared/simulation/toy-training.ts";
import type { SwarmRules } from "../../shared/swarm/cell-round-ports.ts";

export const TOY_RULES: SwarmRules = {
  project: "ab".repeat(32),
  layout: TOY_LAYOUT,
  codec: must(codecNamed(DEFAULT_CODEC), "the codec"),
  roundMs: 2_000,
  maxSteps: 60,
  tokensPerStep: TOY_TOKENS_PER_STEP,
};

/** One way, in ms. */
export const TOY_LATENCY_MS = 30;

export function toySwarm(seed: string, rules: Partial<SwarmRules> = {}): SwarmSimulation {
  return new SwarmSimulation({
    seed,
    rules: { ...TOY_RULES, ...rules },
    parameters: new Float32Array(TOY_LAYOUT.parameterCount),
    network: { latencyMs: TOY_LATENCY_MS },
    compute: (device) => toyTraining(seed, device),
    computeSteps: (device, { parameters, round }, steps) => toySteps(seed, device)(parameters, round, steps),
    settle,
  });
}

/** Peers whose steps take a little longer from one to the next. */
export function addPeers(swarm: SwarmSimulation, count: number): SimulatedPeer[] {
  return Array.from({ length: count }, (_, index) => swarm.addPeer(`p${index}`, { stepMs: 50 + 2 * index }));
}

export const headsOf = (peers: readonly SimulatedPeer[]): ReadonlySet<string> =>
  new Set(peers.map(({ participant }) => participant.head.hash));

export const leastRound = (peers: readonly SimulatedPeer[]): number =>
  Math.min(...peers.map(({ participant }) => participant.head.round));

/** Fulfilled promises of one event hang on each other this deep, at most. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) await Promise.resolve();
}
