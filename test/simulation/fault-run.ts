/** Runs one schedule of faults: the real participants, a virtual network, and a witness. */
import { codecNamed } from "../../shared/compression/codecs.ts";
import { must } from "../../shared/core/assert.ts";
import { createRandom } from "../../shared/core/random.ts";
import { SwarmSimulation, type SimulatedPeer } from "../../shared/simulation/swarm-simulation.ts";
import {
  TOY_LAYOUT,
  TOY_TOKENS_PER_STEP,
  toySteps,
  toyTraining,
} from "../../shared/simulation/toy-training.ts";
import { disguiseAs } from "./lies.ts";
import { createSchedule, type Fault, type PlannedPeer, type Schedule } from "./schedule.ts";
import { Witness } from "./witness.ts";

const ROUND_MS = 4_000;
const MAX_STEPS = 60;
const FLUSH_MS = 1_500;
/** From the last fault to rounds that everybody is in. */
const LIVE_AGAIN_MS = 90_000;
const CHECK_EVERY_MS = 500;
/** Of one schedule; a swarm that does more talks in circles. */
const MOST_EVENTS = 200_000;

export interface RunReport {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly logHash: string;
  readonly rounds: number;
  /** From the last fault to rounds that everybody is in. */
  readonly recoveryMs: number;
}

/** Lets promises lead wherever they lead. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Whatever is thrown is a violation too. */
export async function runSchedule(seed: number, schedule = createSchedule(seed)): Promise<RunReport> {
  const run = new FaultRun(schedule);
  try {
    return await run.run();
  } catch (error) {
    const violations = [
      ...run.witness.violations,
      `thrown: ${error instanceof Error ? error.message : String(error)}`,
    ];
    return { seed, violations, logHash: run.swarm.logHash, rounds: 0, recoveryMs: 0 };
  }
}

/** What to type to see it again. */
export function replayCommand(seed: number): string {
  return `npm run bench -- faults --schedules 1 --seed ${seed}`;
}

export class FaultRun {
  readonly swarm: SwarmSimulation;
  readonly witness: Witness;
  readonly #schedule: Schedule;
  /** The present life of each peer that is here. */
  readonly #here = new Map<string, SimulatedPeer>();
  #events = 0;
  readonly #frozen = new Map<string, number>();
  readonly #away = new Set<string>();
  /** Who is cut off from the others, by partition. */
  readonly #sides = new Set<readonly string[]>();

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
    const { seed, latencyMs, jitterMs, lossRate } = schedule;
    const parameters = new Float32Array(TOY_LAYOUT.parameterCount);
    createRandom(`${seed}`).fillNormal(parameters, 1);
    this.swarm = new SwarmSimulation({
      seed: `${seed}`,
      rules: {
        project: "ab".repeat(32),
        layout: TOY_LAYOUT,
        codec: must(codecNamed("dense-2"), "the codec"),
        roundMs: ROUND_MS,
        maxSteps: MAX_STEPS,
        tokensPerStep: TOY_TOKENS_PER_STEP,
      },
      parameters,
      network: { latencyMs, jitterMs, lossRate },
      settle,
      flushMs: FLUSH_MS,
      compute: (device) => toyTraining(`${seed}`, device),
      computeSteps: (device, { parameters, round }, steps) =>
        toySteps(`${seed}`, device)(parameters, round, steps),
    });
    this.witness = new Witness(this.swarm);
  }

  async run(): Promise<RunReport> {
    const { peers, faults, quietAtMs, seed } = this.#schedule;
    const { clock } = this.swarm;
    for (const peer of peers) clock.setTimer(peer.joinsAtMs, () => this.#arrive(peer, false));
    for (const fault of faults) clock.setTimer(fault.atMs, () => this.#begin(fault));
    for (;;) {
      await this.swarm.run(CHECK_EVERY_MS, () => this.#count());
      this.witness.check(this.honest(), (a, b) => this.#mayDiffer(a, b));
      const recoveryMs = clock.nowMs() - quietAtMs;
      const isLive = recoveryMs >= 0 && this.#isLive(quietAtMs);
      if (recoveryMs > LIVE_AGAIN_MS)
        this.witness.report(`not everybody is in a round again ${this.#heads()}`);
      if (isLive || recoveryMs > LIVE_AGAIN_MS) {
        const rounds = Math.max(...this.honest().map(({ participant }) => participant.head.round));
        const { violations } = this.witness;
        for (const { participant } of this.swarm.peers) participant.stop();
        return { seed, violations, logHash: this.swarm.logHash, rounds, recoveryMs };
      }
    }
  }

  #count(): void {
    if (this.#events++ > MOST_EVENTS)
      throw new Error(`schedule ${this.#schedule.seed} does not come to rest`);
  }

  /** Honest peers that are here. */
  honest(): SimulatedPeer[] {
    return this.#schedule.peers
      .filter(({ lie }) => lie === null)
      .flatMap(({ name }) => this.#here.get(name) ?? []);
  }

  /** Whether all honest peers are here and stand on, or after, one commit of this time that has the work of all of them. */
  #isLive(sinceMs: number): boolean {
    const honest = this.honest();
    if (honest.length < this.#schedule.peers.filter(({ lie }) => lie === null).length) return false;
    const [first] = honest;
    if (!first || this.swarm.clock.nowMs() < sinceMs) return false;
    for (let head = first.participant.head; ;) {
      const body = this.witness.commits.get(head.hash);
      if (!body) return false;
      const included = new Set(body.contributions.map(({ device }) => device));
      const hasAll = honest.every(({ device }) => included.has(device));
      if (hasAll)
        return honest.every(
          ({ participant }) =>
            participant.head.round >= head.round && this.witness.isOneChain(participant.head, head),
        );
      head = { ...head, round: head.round - 1, hash: body.base };
    }
  }

  #heads(): string {
    return this.honest()
      .map(
        ({ name, participant: { head, phase } }) => `${name}:${head.round}:${head.hash.slice(0, 4)}:${phase}`,
      )
      .join(" ");
  }

  #mayDiffer(a: SimulatedPeer, b: SimulatedPeer): boolean {
    if (this.#frozen.has(a.name) || this.#frozen.has(b.name)) return true;
    return [...this.#sides].some((side) => side.includes(a.name) !== side.includes(b.name));
  }

  #arrive(plan: PlannedPeer, isRestart: boolean): void {
    const { name, lie } = plan;
    if (this.#away.has(name) || this.#here.has(name)) return;
    const peer = this.swarm.addPeer(name, {
      ...plan,
      isRestart,
      disguise: (makings) => (lie === null ? this.witness.watch(name, makings) : disguiseAs(lie, makings)),
    });
    this.#here.set(name, peer);
    for (const side of this.#sides) this.#setReachable(side, false);
  }

  #begin(fault: Fault): void {
    const { swarm } = this;
    const later = (task: () => void) => swarm.clock.setTimer("forMs" in fault ? fault.forMs : 0, task);
    const peer = "peer" in fault ? this.#here.get(fault.peer) : undefined;
    switch (fault.kind) {
      case "crash":
      case "leave": {
        if (!peer) return;
        if (fault.kind === "crash") swarm.crash(peer);
        else swarm.leave(peer);
        this.#here.delete(peer.name);
        this.#away.add(peer.name);
        const plan = must(
          this.#schedule.peers.find(({ name }) => name === peer.name),
          "planned",
        );
        later(() => {
          this.#away.delete(peer.name);
          this.#arrive(plan, true);
        });
        return;
      }
      case "freeze": {
        if (!peer) return;
        peer.node.freeze();
        this.#frozen.set(peer.name, (this.#frozen.get(peer.name) ?? 0) + 1);
        later(() => {
          const count = (this.#frozen.get(peer.name) ?? 1) - 1;
          if (count > 0) this.#frozen.set(peer.name, count);
          else {
            this.#frozen.delete(peer.name);
            peer.node.thaw();
          }
        });
        return;
      }
      case "sleep":
        peer?.node.jumpClock(fault.forMs);
        return;
      case "partition":
        this.#sides.add(fault.side);
        this.#setReachable(fault.side, false);
        later(() => {
          this.#sides.delete(fault.side);
          swarm.network.heal();
          for (const side of this.#sides) this.#setReachable(side, false);
        });
        return;
      case "break": {
        const [a, b] = fault.pair.map((name) => this.#here.get(name));
        if (a && b) swarm.network.breakLink(addressOf(a), addressOf(b));
        return;
      }
      case "signaling":
        swarm.network.setSignaling(false);
        later(() => swarm.network.setSignaling(true));
        return;
    }
  }

  #setReachable(side: readonly string[], isReachable: boolean): void {
    for (const [name, peer] of this.#here) {
      for (const [otherName, other] of this.#here) {
        if (side.includes(name) && !side.includes(otherName))
          this.swarm.network.setReachable(addressOf(peer), addressOf(other), isReachable);
      }
    }
  }
}

function addressOf({ node }: SimulatedPeer): string {
  return node.transport.address;
}
