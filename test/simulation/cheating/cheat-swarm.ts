/** A swarm of real participants, some of whom cheat, and what came of it in the ledgers of those who do not. */
import { must } from "../../../shared/core/assert.ts";
import type { Hash, PeerId } from "../../../shared/core/ids.ts";
import type { ProjectFacts } from "../../../shared/ledger/accounts/project-facts.ts";
import type { Ledger } from "../../../shared/ledger/ledger.ts";
import type { CheckedRecord } from "../../../shared/ledger/checked-record.ts";
import type { ParticipantPorts } from "../../../shared/swarm/participant-ports.ts";
import type { SimulatedPeer, SwarmSimulation } from "../../../shared/simulation/swarm-simulation.ts";
import { TOY_RULES, toySwarm } from "../toy-swarm.ts";
import { CountedReplayer } from "./counted-replayer.ts";
import { fakeTraining } from "./fake-training.ts";
import { type Judgement, LyingAuditor } from "./lying-auditor.ts";

/** How one peer cheats. */
export interface Cheat {
  /** Rounds in which it makes its work up. */
  readonly isFake: (round: number) => boolean;
  /** "really": replays as everybody does; null: never audits. */
  readonly judge: "really" | Judgement | null;
}

export interface CheatSwarmOptions {
  readonly seed: string;
  readonly honestCount: number;
  /** One for each cheater. @param accomplices devices of all cheaters, known once they are all here */
  readonly cheats: readonly ((accomplices: ReadonlySet<PeerId>) => Cheat)[];
}

export interface WatchedPeer {
  readonly peer: SimulatedPeer;
  readonly ledger: Ledger;
  readonly replayer: CountedReplayer;
  readonly stepMs: number;
  readonly isHonest: boolean;
}

/** First time at which somebody honest refused a device, and at which all did; Infinity while it has not happened. In rounds that were committed by then. */
export interface Refusal {
  readonly firstRound: number;
  readonly allRound: number;
}

const LOOK_EVERY_MS = 500;
const FIRST_STEP_MS = 50;
const STEP_SPREAD_MS = 2;

export class CheatSwarm {
  readonly swarm: SwarmSimulation;
  readonly honest: readonly WatchedPeer[];
  readonly cheaters: readonly WatchedPeer[];
  readonly facts: ProjectFacts;
  /** By device, honest ones included. */
  readonly refusals = new Map<PeerId, Refusal>();
  /** When each verdict was first heard of by somebody honest, in order. */
  readonly heard: { readonly verdict: Hash; readonly atMs: number }[] = [];
  readonly #isHeard = new Set<Hash>();
  readonly #liars: LyingAuditor[] = [];

  constructor({ seed, honestCount, cheats }: CheatSwarmOptions) {
    this.swarm = toySwarm(seed);
    const facts: ProjectFacts[] = [];
    const accomplices = new Set<PeerId>();
    let index = 0;
    const add = (name: string, cheat: Cheat | null): WatchedPeer => {
      const stepMs = FIRST_STEP_MS + STEP_SPREAD_MS * index++;
      let watched: { ports: ParticipantPorts; replayer: CountedReplayer } | null = null;
      const peer = this.swarm.addPeer(name, {
        stepMs,
        disguise: ({ rules, ports: given }) => {
          const genesis = given.genesis().head.hash;
          const { project, maxSteps, tokensPerStep } = rules;
          const known = { project, flopsPerStep: FLOPS_PER_STEP, tokensPerStep, maxSteps, genesis };
          given.ledger.learn(known);
          facts.push(known);
          const replayer = new CountedReplayer(must(given.replayer, "the toy can be replayed"));
          const ports = disguised(name, { ...given, replayer }, cheat);
          watched = { ports, replayer };
          return { rules, ports };
        },
      });
      const { ports, replayer } = must<{ ports: ParticipantPorts; replayer: CountedReplayer }>(watched, "added");
      if (cheat !== null) {
        accomplices.add(peer.device);
        if (typeof cheat.judge === "function") {
          const publish = (verdict: CheckedRecord) => {
            ports.ledger.add(verdict);
            peer.participant.links.broadcast({ kind: "records", records: [verdict.record] });
          };
          const liar = new LyingAuditor({ ...ports, maxSteps: TOY_RULES.maxSteps, publish }, cheat.judge);
          this.#liars.push(liar);
        }
      }
      return { peer, ledger: ports.ledger, replayer, stepMs, isHonest: cheat === null };
    };
    const names = Array.from({ length: honestCount }, (_, index) => `honest${index}`);
    // Taken in turn, so that cheaters are neither the quickest nor the slowest.
    const waiting = cheats.map((create, index) => ({ name: `cheat${index}`, create }));
    const honest: WatchedPeer[] = [];
    const cheaters: WatchedPeer[] = [];
    for (const name of names) {
      honest.push(add(name, null));
      const next = waiting.shift();
      if (next !== undefined) cheaters.push(add(next.name, next.create(accomplices)));
    }
    this.honest = honest;
    this.cheaters = cheaters;
    this.facts = must(facts[0], "somebody is there");
    for (const { ledger } of honest)
      ledger.listen(({ record, content }) => {
        if (content?.type !== "verdict" || this.#isHeard.has(record.hash)) return;
        this.#isHeard.add(record.hash);
        this.heard.push({ verdict: record.hash, atMs: this.swarm.clock.nowMs() });
      });
  }

  get round(): number {
    return Math.max(...this.honest.map(({ peer }) => peer.participant.head.round));
  }

  /** Lets time pass until `isOver`, or for `mostMs`. */
  async run(mostMs: number, isOver: () => boolean): Promise<void> {
    const endMs = this.swarm.clock.nowMs() + mostMs;
    while (this.swarm.clock.nowMs() < endMs && !isOver()) {
      await this.swarm.run(LOOK_EVERY_MS);
      this.#look();
    }
  }

  stop(): void {
    for (const { peer } of [...this.honest, ...this.cheaters]) peer.participant.stop();
  }

  #look(): void {
    for (const { peer } of [...this.honest, ...this.cheaters]) {
      const { device } = peer;
      const before = this.refusals.get(device) ?? { firstRound: Infinity, allRound: Infinity };
      if (before.allRound < Infinity) continue;
      const others = this.honest.filter((other) => other.peer !== peer);
      const refusing = others.filter(({ ledger }) => ledger.isRefused(device, TOY_RULES.project)).length;
      if (refusing === 0) continue;
      const firstRound = Math.min(before.firstRound, this.round);
      const allRound = refusing === others.length ? this.round : Infinity;
      this.refusals.set(device, { firstRound, allRound });
    }
  }
}

/** Any number does. */
const FLOPS_PER_STEP = 1_000_000;

function disguised(name: string, ports: ParticipantPorts, cheat: Cheat | null): ParticipantPorts {
  if (cheat === null) return ports;
  const trainer = fakeTraining(name, must(ports.trainer, "it trains"));
  return { ...ports, trainer, replayer: cheat.judge === "really" ? ports.replayer : null };
}
