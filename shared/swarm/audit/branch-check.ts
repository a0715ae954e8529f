/**
 * Weight must cost work: before this peer follows a branch that is not its own, and after it has joined one, it replays contributions drawn at random from its
 * last rounds. Three that hold prove the branch, three that do not refuse it; a single liar among honest peers does neither.
 */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { Random } from "../../core/random.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { CommitBody } from "../../ledger/records/commit.ts";
import type { ContributionBody } from "../../ledger/records/contribution.ts";
import type { RoundReplayer } from "../../ports/round-replayer.ts";
import { windowCount, windowSteps } from "../../training/windows.ts";
import type { KnownHead } from "../known-head.ts";
import { type ReplayBase, type ReplayRules, replayContribution, type Shown } from "./replay-contribution.ts";

/** Contributions that must hold, or must not. With a fifth of liars an honest branch is refused in six of a hundred cases, and looked at again later. */
const ENOUGH = 3;
/** Rounds at the end of a branch from which contributions are drawn: peers keep θ of so many (KEPT_HEADS). */
const ROUNDS = 3;
/** Twice as many as one side may need: some are drawn twice, and not everything can be had. */
const MOST_DRAWS = 4 * ENOUGH;

/** What others have to give for a replay; null when nobody gives it in time. */
export interface BranchMaterial {
  readonly commit: (hash: Hash) => Promise<CommitBody | null>;
  readonly contribution: (
    hash: Hash,
  ) => Promise<{ readonly device: PeerId; readonly body: ContributionBody } | null>;
  /** θ of a head, by the hash of its state; [parameterCount]. */
  readonly parameters: (state: Hash) => Promise<Float32Array | null>;
  readonly update: (body: ContributionBody) => Promise<Uint8Array | null>;
}

export interface BranchCheckPorts {
  readonly rules: ReplayRules & { readonly project: Hash };
  readonly ledger: Ledger;
  readonly replayer: RoundReplayer;
  readonly material: BranchMaterial;
  /** Inner steps that this peer takes in a round, as far as it knows: a slow one looks at less. */
  readonly ownSteps: () => number;
  /** Nobody may foresee what is drawn. */
  readonly random: Random;
  /** θ of the genesis has no commit that anybody signed. */
  readonly genesis: () => KnownHead;
  /** A replay showed this of a contribution. */
  readonly onShown: (contribution: Hash, shown: Shown) => void;
}

export interface BranchOutcome {
  /** unknown: nobody delivered what a replay needs, or it was cancelled. */
  readonly state: "proven" | "refused" | "unknown";
  /** Devices whose contribution was shown to be false. */
  readonly liars: readonly PeerId[];
}

interface Draw {
  readonly record: Hash;
  readonly device: PeerId;
  readonly body: ContributionBody;
  readonly parameters: Float32Array;
  readonly progress: number;
  readonly update: Uint8Array;
}

interface ExaminedRound {
  readonly commit: CommitBody;
  readonly base: ReplayBase;
}

export class BranchCheck {
  readonly #ports: BranchCheckPorts;
  /** What nobody had: not asked for twice. */
  readonly #missing = new Set<Hash>();
  #draws = 0;
  #isCancelled = false;
  #cancelReplay: () => void = () => undefined;

  constructor(ports: BranchCheckPorts) {
    this.#ports = ports;
  }

  cancel(): void {
    this.#isCancelled = true;
    this.#cancelReplay();
  }

  /** @param head the commit at the end of the branch. @throws what an engine throws */
  async run(head: Hash): Promise<BranchOutcome> {
    const liars: PeerId[] = [];
    let held = 0;
    // All of it first: while the replays run, the branch goes on, and nobody keeps what lies behind it for long.
    const draws = await this.#gather(head);
    const enough = Math.min(ENOUGH, draws.length); // a short branch has no more
    for (const drawn of draws) {
      if (held >= enough || liars.length >= enough || this.#isCancelled) break;
      const shown = await this.#replay(drawn);
      if (shown === null) break;
      this.#ports.onShown(drawn.record, shown);
      if (shown.isTrue) held++;
      else liars.push(drawn.device);
    }
    if (draws.length === 0 || this.#isCancelled) return { state: "unknown", liars };
    if (held >= enough) return { state: "proven", liars };
    return { state: liars.length >= enough ? "refused" : "unknown", liars };
  }

  /** Contributions that are drawn, with what their replay needs: as many as it takes until one side has ENOUGH. */
  async #gather(head: Hash): Promise<readonly Draw[]> {
    const rounds = await this.#lastRounds(head);
    const draws = new Map<Hash, Draw>();
    for (let draw = 0; draw < MOST_DRAWS && rounds.length > 0 && !this.#isCancelled; draw++) {
      const drawn = await this.#draw(rounds[this.#below(rounds.length)]!);
      if (drawn !== null) draws.set(drawn.record, drawn);
    }
    return [...draws.values()];
  }

  /** The last rounds of the branch, the newest first, as far as somebody has θ below them. */
  async #lastRounds(head: Hash): Promise<readonly ExaminedRound[]> {
    const { material } = this.#ports;
    const rounds: ExaminedRound[] = [];
    let commit = await material.commit(head);
    while (commit !== null && rounds.length < ROUNDS && !this.#isCancelled) {
      const base = await this.#baseOf(commit);
      if (base === null) break;
      rounds.push({ commit, base });
      commit = commit.round > 1 ? await material.commit(commit.base) : null;
    }
    return rounds;
  }

  async #draw({ commit, base }: ExaminedRound): Promise<Draw | null> {
    const { material } = this.#ports;
    const part = this.#drawPart(commit);
    if (part === null || this.#missing.has(part)) return null;
    const contribution = await material.contribution(part);
    if (contribution === null) {
      this.#missing.add(part);
      return null;
    }
    const { device, body } = contribution;
    if (body.base !== commit.base || body.round !== commit.round) return null;
    const needsUpdate = body.profile !== "wasm-exact";
    const update = needsUpdate ? await material.update(body) : new Uint8Array();
    return update === null ? null : { record: part, device, body, ...base, update };
  }

  async #baseOf({ base, round }: CommitBody): Promise<ReplayBase | null> {
    const { genesis, material } = this.#ports;
    if (round === 1) {
      const { head, state } = genesis();
      return base === head.hash ? { parameters: state.parameters, progress: 0 } : null;
    }
    const below = await material.commit(base);
    const parameters = below === null ? null : await material.parameters(below.state);
    return below === null || parameters === null ? null : { parameters, progress: below.progress };
  }

  /** By weight: what counts more is looked at more often. */
  #drawPart({ contributions }: CommitBody): Hash | null {
    const total = contributions.reduce((sum, { weight }) => sum + weight, 0);
    if (total === 0) return null;
    let at = this.#below(total);
    for (const { record, weight } of contributions) {
      if (at < weight) return record;
      at -= weight;
    }
    return null;
  }

  /** A part of it is enough, as long as nobody knows which: all replays together take about as long as a round. */
  async #replay({ device, body, parameters, progress, update }: Draw): Promise<Shown | null> {
    const { rules, replayer, ownSteps } = this.#ports;
    const all = windowCount(body.steps, rules.maxSteps);
    const affordable = Math.floor(ownSteps() / ENOUGH / windowSteps(rules.maxSteps));
    const windows =
      body.profile === "wasm-exact" ? 1 + this.#below(Math.max(1, Math.min(all, 2 * affordable))) : all;
    const base = { parameters, progress };
    const options = windows < all ? { isUrgent: true, windows } : { isUrgent: true };
    const { cancel, result } = replayContribution(replayer, rules, base, { device, body, update }, options);
    this.#cancelReplay = cancel;
    return result;
  }

  #below(bound: number): number {
    return this.#ports.random.below(Math.min(bound, MOST_BOUND), this.#draws++);
  }
}

/** Of a draw: weights are whole numbers that can be larger than what is drawn at once. */
const MOST_BOUND = 0xffff_ffff;
