/** A whole swarm in one process: real participants on a virtual clock and network. One seed drives everything, and the log of heads has a hash. */
import { concatBytes, toHex } from "../core/bytes.ts";
import { sha256 } from "../core/hash.ts";
import type { PeerId } from "../core/ids.ts";
import { createRandom } from "../core/random.ts";
import { Feed } from "../ledger/feed.ts";
import { Ledger } from "../ledger/ledger.ts";
import { MemoryFeedStore } from "../ledger/memory-feed-store.ts";
import { MemoryRecordStore } from "../ledger/record-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { SwarmRules } from "../swarm/cell-round-ports.ts";
import type { HeadStore, StoredHead } from "../swarm/head-store.ts";
import { genesisHead, type KnownHead, restoreHead } from "../swarm/known-head.ts";
import { Participant } from "../swarm/participant.ts";
import type { ParticipantPorts } from "../swarm/participant-ports.ts";
import type { SwarmEvent } from "../swarm/swarm-event.ts";
import { KeyedSignatures, type SimulatedSignatures } from "./keyed-signatures.ts";
import { MemoryNetwork, type MemoryNode, type NetworkOptions, type NodeOptions } from "./memory-network.ts";
import { type ComputeSteps, VirtualReplayer } from "./virtual-replayer.ts";
import { VirtualClock } from "./virtual-clock.ts";
import { type ComputeRound, VirtualTrainer } from "./virtual-trainer.ts";

export interface SimulationOptions {
  readonly seed: string;
  readonly rules: SwarmRules;
  /** Initial θ. */
  readonly parameters: Float32Array;
  readonly network?: Partial<NetworkOptions>;
  /** Default: keyed hashes, a thousand times faster than what peers really use. */
  readonly signatures?: SimulatedSignatures;
  readonly compute: (device: PeerId) => ComputeRound;
  /** θ on the way through anybody's round, for audits; absent: nobody audits. */
  readonly computeSteps?: ComputeSteps;
  /** Resolves when nothing is left to run but timers: promises of the last event have led wherever they lead. */
  readonly settle: () => Promise<void>;
  /** From saving a head to its being on the disk; a crash loses what is younger. Default 0. */
  readonly flushMs?: number;
}

/** What a participant is made of; a test replaces parts of it. */
export interface Makings {
  readonly rules: SwarmRules;
  readonly ports: ParticipantPorts;
}

export interface SimulatedPeer {
  readonly name: string;
  readonly device: PeerId;
  readonly node: MemoryNode;
  readonly participant: Participant;
  /** What it told its surroundings, oldest first. */
  readonly events: SwarmEvent[];
  isUp: boolean;
}

export interface PeerOptions extends NodeOptions {
  /** Virtual duration of an inner step. */
  readonly stepMs?: number;
  /** Start with what an earlier peer of this name saved. */
  readonly isRestart?: boolean;
  /** Makes another peer of it: one that lies, or one that is watched. */
  readonly disguise?: (makings: Makings) => Makings;
}

const DEFAULT_STEP_MS = 100;
/** Events that are too many, or too large, to be kept. */
const PASSING: ReadonlySet<SwarmEvent["kind"]> = new Set(["changed", "sync", "reproduced"]);
/** 1 November 2026: when virtual time begins. */
export const START_SECONDS = 1_793_491_200;

export class SwarmSimulation {
  readonly clock = new VirtualClock();
  readonly network: MemoryNetwork;
  readonly signatures: SimulatedSignatures;
  readonly peers: SimulatedPeer[] = [];
  readonly #options: SimulationOptions;
  readonly #disks = new Map<string, StoredHead>();
  readonly #genesis: KnownHead;
  #log: Uint8Array = new Uint8Array();

  constructor(options: SimulationOptions) {
    this.#options = options;
    this.network = new MemoryNetwork(this.clock, { ...options.network, seed: options.seed });
    this.signatures = options.signatures ?? new KeyedSignatures(options.seed);
    this.#genesis = genesisHead(options.rules, options.parameters);
  }

  addPeer(name: string, options: PeerOptions = {}): SimulatedPeer {
    const { rules } = this.#options;
    // A restarted tab has a new address, and until identities are stored also a new device.
    const life = `${name}-${this.peers.filter((peer) => peer.name === name).length}`;
    const signer = this.signatures.createSigner(life);
    const node = this.network.createNode(addressOf(life), options);
    const saved = options.isRestart === true ? this.#disks.get(name) : undefined;
    const restored = saved === undefined ? null : restoreHead(rules, saved, this.signatures);
    const events: SwarmEvent[] = [];
    const ports: ParticipantPorts = {
      clock: node.clock,
      transport: node.transport,
      signer,
      ledger: new Ledger({ store: new MemoryRecordStore(), onProblem: () => undefined }),
      replayer: this.#replayerOf(node, options),
      genesis: () => this.#genesis,
      feed: Feed.begin(signer, new MemoryFeedStore()),
      wallSeconds: () => START_SECONDS + Math.floor(node.clock.nowMs() / 1000),
      verifier: this.signatures,
      random: createRandom(`${this.#options.seed}/${life}`),
      trainer: new VirtualTrainer(
        node.clock,
        options.stepMs ?? DEFAULT_STEP_MS,
        this.#options.compute(signer.device),
      ),
      profile: () => "wasm-exact",
      store: this.#diskOf(name, node.clock),
      chunkCache: null,
      emit: (event) => {
        if (!PASSING.has(event.kind)) events.push(event);
        if (event.kind === "head") this.#note(`${this.clock.nowMs()} ${life} ${event.head.hash}`);
      },
    };
    const makings = options.disguise?.({ rules, ports }) ?? { rules, ports };
    const first = restored ?? this.#genesis;
    const participant = new Participant(makings.rules, makings.ports, first);
    const peer: SimulatedPeer = { name, device: signer.device, node, participant, events, isUp: true };
    this.peers.push(peer);
    participant.start();
    return peer;
  }

  crash(peer: SimulatedPeer): void {
    peer.isUp = false;
    peer.node.crash();
  }

  leave(peer: SimulatedPeer): void {
    peer.isUp = false;
    peer.participant.stop();
  }

  /** Lets virtual time pass. @param after is called after every event */
  async run(durationMs: number, after: () => void = () => undefined): Promise<void> {
    const endMs = this.clock.nowMs() + durationMs;
    await this.#options.settle();
    for (
      let next = this.clock.nextAtMs();
      next !== undefined && next <= endMs;
      next = this.clock.nextAtMs()
    ) {
      this.clock.runNext();
      await this.#options.settle();
      after();
    }
    this.clock.advanceTo(endMs);
  }

  /** Equal for equal seeds: who stood on which head when. */
  get logHash(): string {
    return toHex(sha256(this.#log));
  }

  #replayerOf({ clock }: MemoryNode, { stepMs = DEFAULT_STEP_MS }: PeerOptions): VirtualReplayer | null {
    const { computeSteps } = this.#options;
    return computeSteps === undefined ? null : new VirtualReplayer(clock, stepMs, computeSteps);
  }

  #note(line: string): void {
    this.#log = sha256(concatBytes([this.#log, new TextEncoder().encode(line)]));
  }

  /** Writes are on the disk after a while; the clock of a crashed device stands still, so they are lost with it. */
  #diskOf(name: string, clock: Clock): HeadStore {
    return {
      load: async () => this.#disks.get(name) ?? null,
      save: async (head) => {
        clock.setTimer(this.#options.flushMs ?? 0, () => this.#disks.set(name, head));
      },
    };
  }
}

/** Addresses look like the real ones. */
function addressOf(life: string): string {
  return toHex(sha256(new TextEncoder().encode(life))).slice(0, 32);
}
