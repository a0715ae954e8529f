/** A branch that nobody worked for: real signatures of made-up devices under contributions, weights and states that hang together, and nothing else. */
import { hashOf } from "../../shared/core/hash.ts";
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import { createRandom, type Random } from "../../shared/core/random.ts";
import { runAtOnce } from "../../shared/core/slices.ts";
import { openStored } from "../../shared/ledger/checked-record.ts";
import type { Feed } from "../../shared/ledger/feed.ts";
import { commitBytes, headOf, sealRecord } from "../../shared/ledger/record.ts";
import type { CommitBody } from "../../shared/ledger/records/commit.ts";
import type { ComputeProfile } from "../../shared/ledger/records/contribution.ts";
import type { SignedRecord } from "../../shared/ledger/signed-record.ts";
import type { RoundResult } from "../../shared/ports/round-trainer.ts";
import type { Signer } from "../../shared/ports/signatures.ts";
import { TOY_TOKENS_PER_STEP, toyTraining } from "../../shared/simulation/toy-training.ts";
import type { SwarmRules } from "../../shared/swarm/cell-round-ports.ts";
import type { RoundMaterial } from "../../shared/swarm/head-history.ts";
import { chunkList, stateHash } from "../../shared/swarm/head-state.ts";
import type { KnownHead } from "../../shared/swarm/known-head.ts";
import { nextHeadSlices } from "../../shared/swarm/next-head.ts";
import { signWork } from "../../shared/swarm/own-contribution.ts";
import type { Contribution } from "../../shared/swarm/round/round-state.ts";
import { windowCount, windowSteps } from "../../shared/training/windows.ts";

/** A device that its owner may have made up a moment ago. */
export interface Identity {
  readonly signer: Signer;
  readonly feed: Feed;
}

export interface ForgedBranchOptions {
  /** Of the swarm, whose training real rounds are true to. */
  readonly seed: string;
  readonly label: string;
  readonly rules: SwarmRules;
  readonly base: KnownHead;
  readonly identities: readonly Identity[];
  readonly profile: ComputeProfile;
  /** Whether heads follow from the made-up updates, so that whoever computes a round comes to the same; otherwise states are made up too. */
  readonly isComputed: boolean;
}

/** real: the steps are taken; invented: nobody took any; cheap: one was taken, and the commit weighs it as all of them. */
export type ForgedWork = "real" | "invented" | "cheap";

export interface ForgedRound {
  readonly known: KnownHead;
  readonly material: RoundMaterial;
  readonly work: ForgedWork;
}

/** Of a made-up pseudo-gradient: the common part lets it pass the filter, the rest makes bytes differ. */
const DRIFT = 0.3;
const NOISE = 0.05;
/** As long as honest rounds take. */
const ROUND_SECONDS = 2;
/** Seats of a commit. */
const MOST_SEATS = 16;

export class ForgedBranch {
  readonly rounds: ForgedRound[] = [];
  readonly #options: ForgedBranchOptions;
  readonly #random: Random;
  #at: number;

  /** @param atSeconds about when it claims to begin */
  constructor(options: ForgedBranchOptions, atSeconds: number) {
    this.#options = options;
    this.#random = createRandom(`forged ${options.label}`);
    this.#at = atSeconds;
  }

  get latest(): KnownHead {
    return this.rounds.at(-1)?.known ?? this.#options.base;
  }

  get hashes(): ReadonlySet<Hash> {
    return new Set(this.rounds.map(({ known }) => known.head.hash));
  }

  /**
   * @param seats identities that contribute, at most
   * @param workOf of each of them, where they differ
   */
  async extend(
    work: ForgedWork,
    seats = MOST_SEATS,
    workOf: (device: PeerId) => ForgedWork = () => work,
  ): Promise<ForgedRound> {
    const { rules } = this.#options;
    const base = this.latest;
    const round = base.head.round + 1;
    this.#at += ROUND_SECONDS;
    const identities = this.#seated(round, seats);
    const works = await Promise.all(
      identities.map((identity) => this.#contribute(identity, workOf(identity.feed.device))),
    );
    const contributions = works.map(({ contribution }) => contribution);
    const updates = new Map(works.map(({ contribution, update }) => [contribution.body.update, update]));
    const computed = runAtOnce(nextHeadSlices(rules, base, contributions, (hash) => updates.get(hash)!));
    const isComputed = this.#options.isComputed && work !== "cheap";
    const next = isComputed ? computed : this.#madeUp(computed.body, contributions);
    const commit = await sealRecord(commitBytes(next.body), ...identities.map(({ signer }) => signer));
    const known = { head: next.head, commit, state: next.state, chunkList: next.chunkList };
    const forged = {
      known,
      material: { contributions: contributions.map(({ record }) => record), updates },
      work,
    };
    this.rounds.push(forged);
    return forged;
  }

  /** Others in every round where there are more than seats; ascending by device. */
  #seated(round: number, seats: number): readonly Identity[] {
    const { identities } = this.#options;
    const count = Math.min(seats, MOST_SEATS, identities.length);
    const turn = Array.from(
      { length: count },
      (_, index) => identities[(round + index) % identities.length]!,
    );
    return turn.toSorted((a, b) => (a.feed.device < b.feed.device ? -1 : 1));
  }

  async #contribute(
    { feed }: Identity,
    work: ForgedWork,
  ): Promise<{ contribution: Contribution; update: Uint8Array }> {
    const { rules, profile } = this.#options;
    const base = this.latest;
    const result = work === "invented" ? this.#invented(feed.device) : await this.#train(feed.device, work);
    return signWork(rules, base, feed, { result, profile, at: this.#at });
  }

  #train(device: PeerId, work: "real" | "cheap"): Promise<RoundResult> {
    const { seed, rules } = this.#options;
    const { head, state } = this.latest;
    const { maxSteps } = rules;
    const job = {
      round: head.round + 1,
      parameters: state.parameters,
      progress: head.progress,
      maxSteps,
      windowSteps: windowSteps(maxSteps),
    };
    return toyTraining(seed, device)(job, work === "cheap" ? 1 : maxSteps);
  }

  #invented(device: PeerId): RoundResult {
    const steps = this.#options.rules.maxSteps;
    const round = this.latest.head.round + 1;
    const [delta, states] = [this.#madeUpDelta(device, round), this.#madeUpStates(device, round)];
    return { steps, tokens: steps * TOY_TOKENS_PER_STEP, loss: 0.5, delta, states };
  }

  #madeUpDelta(device: PeerId, round: number): Float32Array {
    const { parameterCount } = this.#options.rules.layout;
    const delta = new Float32Array(parameterCount);
    const common = new Float32Array(parameterCount);
    this.#random.fork("drift").fillNormal(common, DRIFT);
    this.#random.fork(`noise ${device} ${round}`).fillNormal(delta, NOISE);
    return delta.map((value, index) => value + common[index]!);
  }

  #madeUpStates(device: PeerId, round: number): readonly Hash[] {
    const { maxSteps } = this.#options.rules;
    return Array.from({ length: windowCount(maxSteps, maxSteps) }, (_, window) =>
      hashOf(new TextEncoder().encode(`${this.#options.label} ${device} ${round} ${window}`)),
    );
  }

  /** Full weight for everybody, and whatever θ. */
  #madeUp(computed: CommitBody, contributions: readonly Contribution[]) {
    const base = this.latest;
    const parameters = new Float32Array(base.state.parameters.length);
    this.#random.fork(`state ${computed.round}`).fillNormal(parameters, 1);
    const state = { parameters, momentum: new Float32Array(parameters.length) };
    const list = chunkList(state);
    const weights = contributions.map(() => this.#options.rules.maxSteps * TOY_TOKENS_PER_STEP);
    const body: CommitBody = {
      ...computed,
      contributions: computed.contributions.map((part, index) => ({
        ...part,
        weight: weights[index]!,
      })),
      state: stateHash(list),
      tokens: base.head.tokens + weights.reduce((sum, weight) => sum + weight, 0),
      progress: base.head.progress + this.#options.rules.maxSteps,
    };
    return { head: headOf(body), state, chunkList: list, body };
  }
}

/** Everything that a round was made of, as ledgers take it. */
export function recordsOf({ known, material }: ForgedRound): readonly SignedRecord[] {
  return [...material.contributions, known.commit].filter((record) => openStored(record) !== null);
}
