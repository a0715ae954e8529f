/** One attack with a forged branch, all of it drawn from one number: whom it is offered to, what it is forged from, what is withheld, and what came of it. */
import { Feed } from "../../shared/ledger/feed.ts";
import { MemoryFeedStore } from "../../shared/ledger/memory-feed-store.ts";
import {
  type SimulatedPeer,
  START_SECONDS,
  type SwarmSimulation,
} from "../../shared/simulation/swarm-simulation.ts";
import { type KnownHead, genesisHead } from "../../shared/swarm/known-head.ts";
import { ForgedBranch, type Identity } from "./forged-branch.ts";
import { type Attack, FORGED_RULES, type ForgedPlan, planOf, type Situation } from "./forged-branch-plan.ts";
import { ForgedPeer } from "./forged-branch-peer.ts";
import { HeadWatch } from "./forged-branch-watch.ts";
import { toySwarm } from "./toy-swarm.ts";

export interface ForgedReport {
  readonly situation: Situation;
  readonly seed: number;
  readonly attack: Attack;
  readonly violations: readonly string[];
  /** The longest time on forged heads of anybody, in rounds of this swarm; null for somebody who never left. */
  readonly mostRounds: number | null;
  /** How many stood on a forged head at all. */
  readonly followers: number;
  readonly logHash: string;
}

/** Six seconds of steps, and the agreement. */
const ROUND_MS = 6_400;
const EXTEND_EVERY_MS = 6_000;
/** Bar of the issue. */
const ROUNDS_TO_LEAVE = 3;

export async function runForged(situation: Situation, seed: number): Promise<ForgedReport> {
  return new ForgedRun(planOf(situation, seed)).run();
}

export class ForgedRun {
  readonly swarm: SwarmSimulation;
  readonly watch: HeadWatch;
  readonly #plan: ForgedPlan;
  readonly #label: string;
  readonly #honest: SimulatedPeer[] = [];
  readonly #newcomers: SimulatedPeer[] = [];
  readonly #forgers: ForgedPeer[] = [];
  readonly #identities: Identity[];
  readonly #genesis: KnownHead;
  #turncoat: { readonly peer: SimulatedPeer; readonly identity: Identity } | null = null;
  #branch: ForgedBranch | null = null;
  #branches = 0;
  /** Of the honest, when the attack begins. */
  #roundBefore = 0;

  constructor(plan: ForgedPlan) {
    this.#plan = plan;
    this.#label = `${plan.situation} ${plan.seed}`;
    this.swarm = toySwarm(this.#label, FORGED_RULES);
    this.watch = new HeadWatch(() => this.swarm);
    this.#genesis = genesisHead(FORGED_RULES, new Float32Array(FORGED_RULES.layout.parameterCount));
    this.#identities = Array.from({ length: plan.attack.identities }, (_, index) =>
      this.#identity(`forger ${index}`),
    );
  }

  async run(): Promise<ForgedReport> {
    const { honestCount, attackAtMs, newcomerCount, attack, watchMs } = this.#plan;
    for (let index = 0; index < honestCount; index++)
      this.#honest.push(this.#add(`p${index}`, 50 + attack.stepSpreadMs * index));
    if (attack.isTurncoat) this.#addTurncoat();
    await this.swarm.run(attackAtMs);
    await this.#awaitTrust();
    this.#roundBefore = this.#honestHead().head.round;
    await this.#begin();
    for (let index = 0; index < newcomerCount; index++)
      this.#newcomers.push(this.#add(`n${index}`, 50 + attack.stepSpreadMs * index));
    for (let passedMs = EXTEND_EVERY_MS; passedMs <= watchMs; passedMs += EXTEND_EVERY_MS) {
      await this.swarm.run(EXTEND_EVERY_MS);
      await this.#goOn(passedMs);
    }
    const report = this.#report();
    for (const forger of this.#forgers) forger.stop();
    for (const { participant } of this.swarm.peers) participant.stop();
    return report;
  }

  #add(name: string, stepMs: number): SimulatedPeer {
    return this.swarm.addPeer(name, { stepMs, disguise: (makings) => this.watch.watch(makings) });
  }

  #identity(name: string): Identity {
    const signer = this.swarm.signatures.createSigner(name);
    return { signer, feed: Feed.begin(signer, new MemoryFeedStore()) };
  }

  /** An honest peer, for now. */
  #addTurncoat(): void {
    const taken: Identity[] = [];
    const peer = this.swarm.addPeer("turncoat", {
      stepMs: 55,
      disguise: (makings) => {
        taken.push(makings.ports);
        return this.watch.watch(makings);
      },
    });
    this.#turncoat = { peer, identity: taken[0]! };
  }

  /** A turncoat works until somebody's audit of it was passed, and not a moment longer. */
  async #awaitTrust(): Promise<void> {
    if (this.#turncoat === null) return;
    const { device } = this.#turncoat.peer;
    const isTrusted = () =>
      this.#honest.some((peer) =>
        this.watch.ledgers.get(peer.device)?.hasShownTrue(device, FORGED_RULES.project),
      );
    for (let waited = 0; waited < 400 && !isTrusted(); waited++) await this.swarm.run(250);
    this.swarm.leave(this.#turncoat.peer);
    this.#identities.unshift(this.#turncoat.identity);
    this.#identities.length = this.#plan.attack.identities;
  }

  async #begin(): Promise<void> {
    const { linkedCount, withheld } = this.#plan.attack;
    for (const identity of this.#identities.slice(0, linkedCount)) {
      const { signer } = identity;
      const node = this.swarm.network.createNode(`forger${identity.signer.device.slice(0, 24)}`);
      const { signatures } = this.swarm;
      this.#forgers.push(
        new ForgedPeer({
          seed: this.#label,
          rules: FORGED_RULES,
          node,
          signer,
          verifier: signatures,
          withheld,
        }),
      );
    }
    await this.#forge();
  }

  /** A branch from where the attack begins, as long as it takes to be the heaviest. */
  async #forge(): Promise<void> {
    const { from, work, profile, isComputed, seats } = this.#plan.attack;
    const honest = this.#honestHead();
    const bases: Readonly<Record<Attack["from"], () => KnownHead>> = {
      genesis: () => this.#genesis,
      recent: () => this.watch.find(this.watch.below(honest.head.hash, 2)) ?? this.#genesis,
      sibling: () => honest,
      "half-real": () => honest,
    };
    const options = {
      seed: this.#label,
      label: `${this.#label} ${this.#branches++}`,
      rules: FORGED_RULES,
      base: bases[from](),
      identities: this.#identities,
      profile,
      isComputed,
    };
    const branch = new ForgedBranch(options, START_SECONDS + Math.floor(this.swarm.clock.nowMs() / 1_000));
    if (from === "half-real") await branch.extend("real", seats);
    const isHeavy = () => branch.latest.head.tokens > 1.2 * honest.head.tokens;
    do await branch.extend(work, seats);
    while (from !== "sibling" && (!isHeavy() || branch.rounds.length < 3));
    this.#branch = branch;
    this.#mark(branch);
    for (const forger of this.#forgers) forger.show(branch);
  }

  async #goOn(passedMs: number): Promise<void> {
    const branch = this.#branch!;
    const { from, work, seats } = this.#plan.attack;
    // Siblings of what the honest go to next, again and again.
    if (from === "sibling" && passedMs % (3 * EXTEND_EVERY_MS) === 0) return this.#forge();
    const round = await branch.extend(work, seats);
    this.#mark(branch);
    for (const forger of this.#forgers) forger.advance(round);
  }

  #mark({ rounds }: ForgedBranch): void {
    for (const { known, work } of rounds) if (work !== "real") this.watch.forged.add(known.head.hash);
  }

  /** The heaviest that somebody honest stands on. */
  #honestHead(): KnownHead {
    const heads = this.#honest.map(({ participant }) => participant.head);
    const [heaviest] = heads
      .filter(({ hash }) => !this.watch.isForged(hash))
      .toSorted((a, b) => b.tokens - a.tokens);
    return (heaviest && this.watch.find(heaviest.hash)) ?? this.#genesis;
  }

  #report(): ForgedReport {
    const { situation, seed, attack, watchMs } = this.#plan;
    const violations: string[] = [];
    for (const peer of this.#honest) {
      const stays = this.watch.staysOf(peer.device);
      if (stays.length > 0) violations.push(`${peer.name} stood on a forged head`);
    }
    const rounds = this.#newcomers.map((peer) => this.#roundsOn(peer));
    for (const [index, on] of rounds.entries()) {
      const { name, participant } = this.#newcomers[index]!;
      if (on === Infinity) violations.push(`${name} never left`);
      else if (on > ROUNDS_TO_LEAVE) violations.push(`${name} left after ${on.toFixed(1)} rounds`);
      if (participant.head.round < 2)
        violations.push(`${name} does not train: round ${participant.head.round}`);
    }
    const least = 0.5 * (watchMs / ROUND_MS);
    for (const { name, participant } of this.#honest)
      if (participant.head.round - this.#roundBefore < least)
        violations.push(
          `the rounds of ${name} hardly go on: ${this.#roundBefore} to ${participant.head.round}`,
        );
    violations.push(
      ...this.watch.falseRefusals(this.swarm.peers),
      ...this.watch.apart([...this.#honest, ...this.#newcomers], this.#honest[0] ?? null),
    );
    const most = Math.max(0, ...rounds);
    return {
      situation,
      seed,
      attack,
      violations,
      mostRounds: most === Infinity ? null : most,
      followers: rounds.filter((on) => on > 0).length,
      logHash: this.swarm.logHash,
    };
  }

  /** From the first moment on a forged head to the last. */
  #roundsOn({ device }: SimulatedPeer): number {
    const stays = this.watch.staysOf(device);
    const total = stays.reduce((sum, { fromMs, toMs }) => sum + (toMs ?? Infinity) - fromMs, 0);
    return total / ROUND_MS;
  }
}
