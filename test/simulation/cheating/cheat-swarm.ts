/** A swarm of real participants, some of whom make up all their work. */
import { must } from "../../../shared/core/assert.ts";
import type { PeerId } from "../../../shared/core/ids.ts";
import type { CheckedRecord } from "../../../shared/ledger/checked-record.ts";
import type { Ledger } from "../../../shared/ledger/ledger.ts";
import type { SimulatedPeer, SwarmSimulation } from "../../../shared/simulation/swarm-simulation.ts";
import type { ParticipantPorts } from "../../../shared/swarm/participant-ports.ts";
import { TOY_RULES, toySwarm } from "../toy-swarm.ts";
import { CountedReplayer } from "./counted-replayer.ts";
import { fakeTraining } from "./fake-training.ts";
import { type Lies, LyingAuditor } from "./lying-auditor.ts";

export interface CheatSwarmOptions {
  readonly seed: string;
  readonly honestCount: number;
  readonly fakerCount: number;
  /** What fakers say of others' work, none of which they replay; null: nothing. */
  readonly lies: ((isFaker: (device: PeerId) => boolean) => Lies) | null;
}

export interface WatchedPeer {
  readonly peer: SimulatedPeer;
  readonly ledger: Ledger;
  readonly replayer: CountedReplayer;
  readonly stepMs: number;
}

/** Rounds that were committed when the first honest peer refused a device, and when all did; Infinity while they do not. */
export interface Refusal {
  readonly firstRound: number;
  readonly allRound: number;
}

const LOOK_EVERY_MS = 500;
const FIRST_STEP_MS = 50;
const STEP_SPREAD_MS = 2;
/** Of a step; any number does. */
export const TOY_FLOPS = 1_000_000;

export class CheatSwarm {
  readonly swarm: SwarmSimulation;
  readonly honest: readonly WatchedPeer[];
  readonly fakers: readonly WatchedPeer[];
  /** By device, honest ones included. */
  readonly refusals = new Map<PeerId, Refusal>();

  constructor({ seed, honestCount, fakerCount, lies }: CheatSwarmOptions) {
    this.swarm = toySwarm(seed);
    const isFaker = (device: PeerId) => this.fakers.some(({ peer }) => peer.device === device);
    const says = lies?.(isFaker) ?? null;
    // Among each other, so that fakers are neither the quickest nor the slowest.
    const honest: WatchedPeer[] = [];
    const fakers: WatchedPeer[] = [];
    for (let index = 0; honest.length < honestCount || fakers.length < fakerCount; index++) {
      const isHonest = (honest.length + 0.5) * fakerCount <= (fakers.length + 0.5) * honestCount;
      if (isHonest) honest.push(this.#add(`honest${index}`, index, (ports) => ports));
      else fakers.push(this.#addFaker(`faker${index}`, index, says));
    }
    this.honest = honest;
    this.fakers = fakers;
  }

  get peers(): readonly WatchedPeer[] {
    return [...this.honest, ...this.fakers];
  }

  get round(): number {
    return Math.max(...this.honest.map(({ peer }) => peer.participant.head.round));
  }

  /** Lets time pass until `isOver`, for `mostMs` at most. */
  async run(mostMs: number, isOver: () => boolean): Promise<void> {
    const endMs = this.swarm.clock.nowMs() + mostMs;
    while (this.swarm.clock.nowMs() < endMs && !isOver()) {
      await this.swarm.run(LOOK_EVERY_MS);
      this.#look();
    }
  }

  stop(): void {
    for (const { peer } of this.peers) peer.participant.stop();
  }

  #addFaker(name: string, index: number, lies: Lies | null): WatchedPeer {
    let given: ParticipantPorts | null = null;
    const watched = this.#add(name, index, (ports) => {
      given = ports;
      const trainer = fakeTraining(name, must(ports.trainer, "it trains"));
      return { ...ports, trainer, replayer: null };
    });
    const ports = must<ParticipantPorts>(given, "it was added");
    const publish = (verdict: CheckedRecord) => {
      ports.ledger.add(verdict);
      watched.peer.participant.links.broadcast({ kind: "records", records: [verdict.record] });
    };
    if (lies !== null) void new LyingAuditor({ ...ports, maxSteps: TOY_RULES.maxSteps, publish }, lies);
    return watched;
  }

  #add(name: string, index: number, change: (ports: ParticipantPorts) => ParticipantPorts): WatchedPeer {
    const stepMs = FIRST_STEP_MS + STEP_SPREAD_MS * index;
    let given: { readonly ledger: Ledger; readonly replayer: CountedReplayer } | null = null;
    const peer = this.swarm.addPeer(name, {
      stepMs,
      disguise: ({ rules, ports }) => {
        const { project, maxSteps, tokensPerStep } = rules;
        const genesis = ports.genesis().head.hash;
        ports.ledger.learn({ project, flopsPerStep: TOY_FLOPS, tokensPerStep, maxSteps, genesis });
        const replayer = new CountedReplayer(must(ports.replayer, "toys can be replayed"));
        given = { ledger: ports.ledger, replayer };
        return { rules, ports: change({ ...ports, replayer }) };
      },
    });
    const { ledger, replayer } = must<{ ledger: Ledger; replayer: CountedReplayer }>(given, "it was added");
    return { peer, ledger, replayer, stepMs };
  }

  #look(): void {
    for (const { peer } of this.peers) {
      const { device } = peer;
      const before = this.refusals.get(device);
      if (before !== undefined && before.allRound < Infinity) continue;
      const others = this.honest.filter((other) => other.peer !== peer);
      const refusing = others.filter(({ ledger }) => ledger.isRefused(device, TOY_RULES.project)).length;
      if (refusing === 0) continue;
      const firstRound = before?.firstRound ?? this.round;
      this.refusals.set(device, { firstRound, allRound: refusing === others.length ? this.round : Infinity });
    }
  }
}
