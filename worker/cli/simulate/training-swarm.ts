/**
 * A swarm that really trains: the participants of shared/swarm on the virtual clock and network, with the engine's inner steps behind every trainer. All
 * peers share one engine in turn; virtual time stands still meanwhile, so the result does not depend on the machine.
 */
import { codecNamed } from "../../../shared/compression/codecs.ts";
import { must } from "../../../shared/core/assert.ts";
import { hashOf } from "../../../shared/core/hash.ts";
import type { Hash, PeerId } from "../../../shared/core/ids.ts";
import { createRandom, type Random } from "../../../shared/core/random.ts";
import type { Dataset } from "../../../shared/data/dataset.ts";
import type { Head } from "../../../shared/ledger/records/commit.ts";
import { headOf } from "../../../shared/ledger/record.ts";
import { createModel } from "../../../shared/model/spec.ts";
import type { RoundJob, RoundResult } from "../../../shared/ports/round-trainer.ts";
import { type SimulatedPeer, SwarmSimulation } from "../../../shared/simulation/swarm-simulation.ts";
import type { ComputeSteps } from "../../../shared/simulation/virtual-replayer.ts";
import type { SwarmRules } from "../../../shared/swarm/cell-round-ports.ts";
import type { Participant } from "../../../shared/swarm/participant.ts";
import type { RoundOutcome } from "../../../shared/swarm/round-outcome.ts";
import { genesisParameters, type ProjectPlan } from "../../../shared/training/project-plan.ts";
import type { AttackName } from "./attacks.ts";
import type { SwarmArchive } from "./swarm-archive.ts";
import type { EngineTurns } from "./engine-turns.ts";
import { drawCut, drawDepartures, type FaultRates } from "./faults.ts";
import { ForgingCodec, Liar, type LiarWorld } from "./liars.ts";
import { LocalWork } from "./local-work.ts";
import { ReplayedWork } from "./replayed-work.ts";

export interface SwarmSettings extends FaultRates {
  /** Its rules say how many steps a round has, and how long it lasts. */
  readonly plan: ProjectPlan;
  readonly dataset: Dataset;
  readonly peers: number;
  readonly rounds: number;
  /** Of the last peers, one for each entry. */
  readonly attacks: readonly AttackName[];
  /** One way. */
  readonly latencyMs: number;
  /** Of each peer; Infinity: unlimited. */
  readonly uplinkBytesPerSecond: number;
  readonly seed: string;
  /** Where records and updates go, for a bundle; the swarm then signs and audits as real peers do. Null or absent: nowhere. */
  readonly archive?: SwarmArchive | null;
}

/** A head that an honest peer reached first. */
export interface ReachedHead {
  readonly head: Head;
  readonly parameters: Float32Array;
  readonly outcome: RoundOutcome;
  /** Peers that were up. */
  readonly peers: number;
  /** Sent by all peers since the start. */
  readonly sentBytes: number;
  /** Of honest peers: virtual time in inner steps that counted or were offered, and virtual time up. */
  readonly trainingMs: number;
  readonly upMs: number;
}

interface Slot {
  readonly index: number;
  readonly attack: AttackName | null;
  peer: SimulatedPeer;
  upSinceMs: number;
  /** Round whose reveal was seen, so that each is cut at most once. */
  revealed: number;
}

/** Compressed updates have some 1.6 bits a parameter: how long a transfer takes, roughly. */
const BYTES_PER_PARAMETER = 0.2;

export class TrainingSwarm {
  readonly #settings: SwarmSettings;
  readonly #simulation: SwarmSimulation;
  readonly #random: Random;
  readonly #slots: Slot[] = [];
  readonly #honestDevices = new Set<PeerId>();
  readonly #liars = new Map<PeerId, Liar>();
  readonly #work: LocalWork;
  readonly #world: LiarWorld;
  readonly #reached: ReachedHead[] = [];
  #bestRound = 0;
  #trainingMs = 0;
  /** Virtual time up of honest peers that are gone. */
  #pastUpMs = 0;

  constructor(settings: SwarmSettings, turns: EngineTurns) {
    const { plan, dataset, seed, latencyMs } = settings;
    const { layout } = createModel(plan.model);
    const archive = settings.archive ?? null;
    const project = archive?.project.id ?? hashOf(new TextEncoder().encode(`simulated project ${seed}`));
    const known = must(codecNamed(plan.codec), `no codec ${plan.codec}`);
    const codec = archive?.keeping(known) ?? known;
    const tokensPerStep = plan.batchSize * dataset.unitsPerSample;
    const rules: SwarmRules = { project, layout, codec, tokensPerStep, ...plan.rules };
    this.#settings = settings;
    this.#random = createRandom(`${seed}/faults`);
    this.#work = new LocalWork(turns, plan, dataset, project);
    this.#world = {
      project,
      layout,
      codec: new ForgingCodec(codec),
      work: this.#work,
      random: createRandom(`${seed}/lies`),
      honestBeside: (device) => this.#honestBeside(device),
      honestDevices: () => this.#honestDevices,
      peerOf: (device) => this.#simulation.peers.find((peer) => peer.device === device),
    };
    this.#simulation = new SwarmSimulation({
      seed,
      rules,
      parameters: genesisParameters(plan),
      network: { latencyMs },
      ...(archive === null
        ? {}
        : { signatures: archive.signatures, computeSteps: auditsOf(settings, turns, project) }),
      compute: (device) => (job, steps) => this.#train(device, job, steps),
      settle: () => turns.settle(),
    });
    for (let index = 0; index < settings.peers; index++) this.#slots.push(this.#fill(index));
    this.#scheduleDepartures(1);
  }

  /** Lets virtual time pass. @returns the heads that were reached meanwhile */
  async run(durationMs: number): Promise<readonly ReachedHead[]> {
    await this.#simulation.run(durationMs, () => this.#observe());
    return this.#reached.splice(0);
  }

  get nowMs(): number {
    return this.#simulation.clock.nowMs();
  }

  /** Heads of the honest peers that are up. */
  get heads(): readonly Head[] {
    return this.#honest().map(({ peer }) => peer.participant.head);
  }

  /** θ of a head that an honest peer stands on. */
  parametersOf({ hash }: Head): Float32Array {
    const slot = this.#honest().find(({ peer }) => peer.participant.head.hash === hash);
    return must(slot, "somebody stands on it").peer.participant.parameters;
  }

  get sentBytes(): number {
    return this.#simulation.peers.reduce((sum, { node }) => sum + node.sentBytes(), 0);
  }

  /** Whether an update of this device that was refused would be an injustice. */
  isHonest(device: PeerId): boolean {
    return this.#honestDevices.has(device);
  }

  #fill(index: number): Slot {
    const { peers, attacks, plan, uplinkBytesPerSecond } = this.#settings;
    const attack = attacks[index - (peers - attacks.length)] ?? null;
    const stepMs = plan.rules.roundMs / plan.rules.maxSteps;
    const peer = this.#simulation.addPeer(`peer-${index}`, {
      stepMs,
      uplinkBytesPerSecond,
      disguise: (makings) => {
        const { signer, ledger } = makings.ports;
        this.#settings.archive?.watch(ledger);
        if (attack === null) this.#honestDevices.add(signer.device);
        else this.#liars.set(signer.device, new Liar(attack, index, signer, this.#world));
        return attack === null
          ? makings
          : { ...makings, rules: { ...makings.rules, codec: this.#world.codec } };
      },
    });
    return { index, attack, peer, upSinceMs: this.nowMs, revealed: 0 };
  }

  /** Training takes no virtual time; that it did is the trainer's business. */
  async #train(device: PeerId, job: RoundJob, steps: number): Promise<RoundResult> {
    const { roundMs, maxSteps } = this.#settings.plan.rules;
    if (this.isHonest(device)) this.#trainingMs += (steps * roundMs) / maxSteps;
    const liar = this.#liars.get(device);
    return liar === undefined ? this.#work.train(device, job, steps) : liar.train(job, steps);
  }

  /** Looks at everybody after every event. */
  #observe(): void {
    for (const slot of this.#slots) {
      const { participant } = slot.peer;
      if (slot.attack === null && participant.head.round > this.#bestRound) this.#onReached(participant);
      const round = participant.head.round + 1;
      if (this.#settings.cut > 0 && participant.phase === "revealing" && slot.revealed < round) {
        slot.revealed = round;
        this.#scheduleCuts(slot, round);
      }
    }
  }

  #onReached({ head, parameters }: Participant): void {
    this.#bestRound = head.round;
    const outcomes = this.#simulation.peers.flatMap(({ events }) =>
      events.flatMap((event) => (event.kind === "round" ? [event.outcome] : [])),
    );
    const outcome = outcomes.find(({ body }) => headOf(body).hash === head.hash);
    this.#reached.push({
      head,
      parameters,
      outcome: must(outcome, "somebody made this head"),
      peers: this.#slots.length,
      sentBytes: this.sentBytes,
      trainingMs: this.#trainingMs,
      upMs: this.#honest().reduce((sum, { upSinceMs }) => sum + this.nowMs - upSinceMs, this.#pastUpMs),
    });
    this.#scheduleDepartures(head.round + 1);
  }

  #scheduleDepartures(round: number): void {
    const { peers, plan } = this.#settings;
    for (const { slot, share } of drawDepartures(this.#random, this.#settings, peers, round))
      this.#simulation.clock.setTimer(share * plan.rules.roundMs, () => this.#replace(slot));
  }

  /** A tab is killed, and somebody else opens the link. */
  #replace(index: number): void {
    const { peer, upSinceMs, attack } = must(this.#slots[index], "a slot for each peer");
    this.#simulation.crash(peer);
    if (attack === null) this.#pastUpMs += this.nowMs - upSinceMs;
    this.#slots[index] = this.#fill(index);
  }

  #scheduleCuts({ peer }: Slot, round: number): void {
    const { latencyMs, uplinkBytesPerSecond, peers } = this.#settings;
    const bytes = BYTES_PER_PARAMETER * peer.participant.parameters.length * (peers - 1);
    const transferMs = latencyMs + (1000 * bytes) / uplinkBytesPerSecond;
    const from = peer.node.transport.address;
    for (const other of this.#slots) {
      const to = other.peer.node.transport.address;
      const share = to === from ? null : drawCut(this.#random, this.#settings, round, from, to);
      if (share === null) continue;
      this.#simulation.clock.setTimer(share * transferMs, () => this.#simulation.network.breakLink(from, to));
    }
  }

  #honest(): readonly Slot[] {
    return this.#slots.filter(({ attack }) => attack === null);
  }

  #honestBeside(device: PeerId): readonly PeerId[] {
    const head = this.#slots.find(({ peer }) => peer.device === device)?.peer.participant.head.hash;
    return this.#honest()
      .filter(({ peer }) => peer.participant.head.hash === head)
      .map(({ peer }) => peer.device);
  }
}

/** Audits compute what they check once more, so only who keeps the records of a run pays for them. */
function auditsOf({ plan, dataset }: SwarmSettings, turns: EngineTurns, project: Hash): ComputeSteps {
  const work = new ReplayedWork(turns, plan, dataset, project);
  return (device, request, steps) => work.after(device, request, steps);
}
