/** Honest branches that look like something else: halves of a swarm that was parted, a fifth of liars in it, peers that are slow. None is ever refused. */
import { must } from "../../shared/core/assert.ts";
import { createRandom } from "../../shared/core/random.ts";
import type { Makings, SimulatedPeer, SwarmSimulation } from "../../shared/simulation/swarm-simulation.ts";
import { fakeTraining } from "./cheating/fake-training.ts";
import { FORGED_RULES } from "./forged-branch-plan.ts";
import { HeadWatch } from "./forged-branch-watch.ts";
import { toySwarm } from "./toy-swarm.ts";

/**
 * parted: two halves that go on alone for some rounds, and then meet · fakers: newcomers meet a swarm in which one peer in five invents its work · slow: newcomers
 * that take ten times as long for a step
 */
export const HONEST_SITUATIONS = ["parted", "fakers", "slow"] as const;
export type HonestSituation = (typeof HONEST_SITUATIONS)[number];

export interface HonestReport {
  readonly situation: HonestSituation;
  readonly seed: number;
  readonly violations: readonly string[];
  readonly logHash: string;
}

const HONEST = 8;
const FAKERS = 2;
const NEWCOMERS = 4;
const SLOW_STEP_MS = 500;

export async function runHonest(situation: HonestSituation, seed: number): Promise<HonestReport> {
  const run = new HonestRun(situation, seed);
  await RUNS[situation](run);
  return run.report();
}

const RUNS: Readonly<Record<HonestSituation, (run: HonestRun) => Promise<void>>> = {
  parted: async (run) => {
    run.add("p", HONEST);
    await run.swarm.run(20_000);
    const half = 2 + run.below(HONEST - 3);
    const addresses = run.peers.map(({ node }) => node.transport.address);
    run.swarm.network.partition([addresses.slice(0, half), addresses.slice(half)]);
    await run.swarm.run(20_000 + run.below(40_000));
    run.swarm.network.heal();
    await run.swarm.run(90_000);
  },
  fakers: async (run) => {
    run.add("p", HONEST - FAKERS);
    run.add("faker", FAKERS, (makings) => {
      const trainer = fakeTraining(makings.ports.signer.device, must(makings.ports.trainer, "it trains"));
      return { ...makings, ports: { ...makings.ports, trainer } };
    });
    run.add("q", FAKERS);
    await run.swarm.run(15_000 + run.below(15_000));
    run.add("n", NEWCOMERS);
    await run.swarm.run(75_000);
  },
  slow: async (run) => {
    run.add("p", HONEST / 2);
    await run.swarm.run(15_000 + run.below(15_000));
    run.add("n", NEWCOMERS, undefined, SLOW_STEP_MS);
    await run.swarm.run(90_000);
  },
};

class HonestRun {
  readonly swarm: SwarmSimulation;
  readonly watch: HeadWatch;
  readonly peers: SimulatedPeer[] = [];
  readonly #situation: HonestSituation;
  readonly #seed: number;
  #draws = 0;

  constructor(situation: HonestSituation, seed: number) {
    this.#situation = situation;
    this.#seed = seed;
    this.swarm = toySwarm(`${situation} ${seed}`, FORGED_RULES);
    this.watch = new HeadWatch(() => this.swarm);
  }

  below(limit: number): number {
    return createRandom(`honest ${this.#situation} ${this.#seed}`).below(limit, this.#draws++);
  }

  /** @param disguise of those who are not honest: nobody asks whom they follow */
  add(name: string, count: number, disguise?: (makings: Makings) => Makings, stepMs = 50): void {
    for (let index = 0; index < count; index++) {
      const peer = this.swarm.addPeer(`${name}${index}`, {
        stepMs: stepMs + 2 * index,
        disguise: (makings) => this.watch.watch(disguise?.(makings) ?? makings),
      });
      if (disguise === undefined) this.peers.push(peer);
    }
  }

  report(): HonestReport {
    const violations = [
      ...this.watch.falseRefusals(this.peers),
      ...this.watch.apart(this.peers, this.peers[0] ?? null),
    ];
    for (const { participant } of this.swarm.peers) participant.stop();
    return { situation: this.#situation, seed: this.#seed, violations, logHash: this.swarm.logHash };
  }
}
