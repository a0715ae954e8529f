/**
 * Weight must cost work: before this peer follows a branch that is not its own, and after it has joined one, it replays contributions drawn at random from its
 * last rounds. Each of these rounds has to hold, and what lies below them has to hang together with them; a single liar among honest peers refuses
 * nothing.
 */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { Random } from "../../core/random.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { CommitBody } from "../../ledger/records/commit.ts";
import type { ContributionBody } from "../../ledger/records/contribution.ts";
import type { RoundReplayer } from "../../ports/round-replayer.ts";
import { windowCount, windowSteps } from "../../training/windows.ts";
import type { KnownHead } from "../known-head.ts";
import { BranchTally, drawParts, type Part } from "./branch-tally.ts";
import { type ReplayBase, type ReplayRules, replayContribution, type Shown } from "./replay-contribution.ts";

/** Rounds at the end of a branch from which contributions are drawn: peers keep θ of so many (KEPT_HEADS). */
const ROUNDS = 3;
/** Replays for which the time of a round should be enough. */
const REPLAYS_PER_ROUND = 3;
/** Commits that are walked back at most to find them: a round in which everybody was filtered out adds nothing. */
const MOST_WALKED = 8;
/** Commits below those rounds whose contributors are looked at: so many rounds are not worked on top of a forged branch before those who were led astray leave it. */
const ROUNDS_BELOW = 6;

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
  readonly rules: ReplayRules & { readonly project: Hash; readonly tokensPerStep: number };
  readonly ledger: Ledger;
  readonly replayer: RoundReplayer;
  readonly material: BranchMaterial;
  /** Inner steps that this peer takes in a round, as far as it knows: a slow one looks at less. */
  readonly ownSteps: () => number;
  /** Nobody may foresee what is drawn. */
  readonly random: Random;
  /** θ of the genesis has no commit that anybody signed. */
  readonly genesis: () => KnownHead;
  /** Whether this peer has worked with a device. */
  readonly isKnown: (device: PeerId) => boolean;
  /** Whether it has come over a commit itself: whatever lies below that, it has believed long since. */
  readonly isOwn: (commit: Hash) => boolean;
  /** A replay showed this of a contribution. */
  readonly onShown: (contribution: Hash, shown: Shown) => void;
}

export interface BranchOutcome {
  /**
   * withheld: nobody delivers what a replay of its newest rounds needs · strange: they hold, on work of nobody knows whom · unknown: what was replayed says
   * nothing, or it was cancelled
   */
  readonly state: "proven" | "refused" | "withheld" | "strange" | "unknown";
  /** Devices whose contribution was shown to be false. */
  readonly liars: readonly PeerId[];
}

interface Draw {
  readonly part: Part;
  /** Whether the steps that it claims are worth the weight that the commit gives it. */
  readonly isWorth: boolean;
  readonly body: ContributionBody;
  readonly update: Uint8Array;
}

interface ExaminedRound {
  readonly commit: CommitBody;
  readonly base: ReplayBase;
  /** In the order in which they are replayed. */
  readonly draws: readonly Draw[];
}

/** gone: nobody keeps θ below it any more; unshown: nor do they have what was contributed, which everybody keeps. */
type Examination = ExaminedRound | "gone" | "unshown";

export class BranchCheck {
  readonly #ports: BranchCheckPorts;
  /** Whose contributions weigh more than their steps. */
  readonly #overweight = new Set<PeerId>();
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

  /**
   * @param head the commit at the end of the branch
   * @param isDoubted whether there is reason to leave it already: then what needs no replay is looked at first
   * @throws what an engine throws
   */
  async run(head: Hash, isDoubted = false): Promise<BranchOutcome> {
    // All of it first: while the replays run, the branch goes on, and nobody keeps what lies behind it for long.
    const rounds = await this.#gather(head);
    if (rounds === null || this.#isCancelled) return { state: "unknown", liars: [] };
    if (rounds.length === 0 && this.#overweight.size > 0)
      return { state: "refused", liars: [...this.#overweight] };
    if (rounds.length === 0) return { state: "withheld", liars: [] };
    if (isDoubted && (await this.#lookBelow(rounds, new Set())) === "strange")
      return { state: this.#isCancelled ? "unknown" : "strange", liars: [] };
    const tally = new BranchTally(
      rounds.map(({ commit, draws }) => ({ commit, parts: draws.map(({ part }) => part) })),
    );
    await this.#replayAll(rounds, tally);
    const liars = [...tally.liars];
    if (this.#isCancelled) return { state: "unknown", liars };
    if (tally.isRefused) return { state: "refused", liars };
    const below = tally.isProven ? await this.#lookBelow(rounds, tally.liars) : "unknown";
    return { state: this.#isCancelled ? "unknown" : below, liars };
  }

  async #replayAll(rounds: readonly ExaminedRound[], tally: BranchTally): Promise<void> {
    for (let next = tally.next(); next !== null && !this.#isCancelled; next = tally.next()) {
      const { base, draws } = rounds[next.round]!;
      const draw = draws[next.index]!;
      const shown = draw.isWorth ? await this.#replay(base, draw) : null;
      if (shown !== null) this.#ports.onShown(draw.part.record, shown);
      tally.count(next, draw.isWorth ? (shown?.isTrue ?? null) : false);
    }
  }

  /** The last rounds that add weight to the branch, the newest first, as far as somebody has θ below them; none when what was contributed to one of them is missing; null when nothing weighs. */
  async #gather(head: Hash): Promise<readonly ExaminedRound[] | null> {
    const rounds: ExaminedRound[] = [];
    const examinations = await this.#beginExaminations(head);
    if (examinations?.length === 0) return null;
    for (const examination of examinations ?? []) {
      const round = await examination;
      if (round === "unshown") return [];
      if (round === "gone") break;
      rounds.push(round);
    }
    return rounds;
  }

  /** All of them at once; null when nobody has the head's record. */
  async #beginExaminations(head: Hash): Promise<readonly Promise<Examination>[] | null> {
    const { material } = this.#ports;
    const examinations: Promise<Examination>[] = [];
    let commit = await material.commit(head);
    if (commit === null) return null;
    for (let walked = 0; commit !== null && walked < MOST_WALKED && !this.#isCancelled; walked++) {
      const below: Promise<CommitBody | null> | null = commit.round > 1 ? material.commit(commit.base) : null;
      if (weightOf(commit, () => true) > 0) examinations.push(this.#examine(commit, below));
      if (examinations.length === ROUNDS) break;
      commit = await below;
    }
    return examinations;
  }

  async #examine(commit: CommitBody, below: Promise<CommitBody | null> | null): Promise<Examination> {
    const parts = drawParts(commit, (bound) => this.#below(bound));
    const base = this.#baseOf(commit, below);
    const obtained = await Promise.all(parts.map((part) => this.#obtain(commit, part)));
    const draws = obtained.filter((draw) => draw !== null);
    if (2 * draws.length <= parts.length) return "unshown";
    // What weighs more than its steps are worth needs no replay, and no θ that never comes.
    const overweight = draws.filter(({ isWorth }) => !isWorth).map(({ part }) => part.device);
    if (2 * overweight.length >= parts.length) {
      for (const device of overweight) this.#overweight.add(device);
      return "unshown";
    }
    const known = await base;
    return known === null ? "gone" : { commit, base: known, draws };
  }

  /** @param below the commit that it is built on; null for the genesis */
  async #baseOf(
    { base, round }: CommitBody,
    below: Promise<CommitBody | null> | null,
  ): Promise<ReplayBase | null> {
    const { genesis, material } = this.#ports;
    if (below === null) {
      const { head, state } = genesis();
      return round === 1 && base === head.hash ? { parameters: state.parameters, progress: 0 } : null;
    }
    const commit = await below;
    const parameters = commit === null ? null : await material.parameters(commit.state);
    return commit === null || parameters === null ? null : { parameters, progress: commit.progress };
  }

  async #obtain(commit: CommitBody, part: Part): Promise<Draw | null> {
    const { material } = this.#ports;
    const contribution = await material.contribution(part.record);
    if (contribution === null) return null;
    const { device, body } = contribution;
    if (device !== part.device || body.base !== commit.base || body.round !== commit.round) return null;
    const needsUpdate = body.profile !== "wasm-exact";
    const update = needsUpdate ? await material.update(body) : new Uint8Array();
    const worth = body.steps * this.#ports.rules.tokensPerStep;
    return update === null ? null : { part, isWorth: part.weight <= worth, body, update };
  }

  /**
   * Whether one round after the other, most of the work below is of devices that worked in a later one, or that this peer knows. Otherwise all of it could be
   * forged, with the work of others, who believed it, on top.
   */
  async #lookBelow(
    rounds: readonly ExaminedRound[],
    liars: ReadonlySet<PeerId>,
  ): Promise<BranchOutcome["state"]> {
    const { material, isKnown, isOwn } = this.#ports;
    const seen = new Set(rounds.flatMap(({ commit }) => contributorsOf(commit)));
    const isSeen = (device: PeerId) => !liars.has(device) && (seen.has(device) || isKnown(device));
    let { base, round } = rounds.at(-1)!.commit;
    for (let depth = 0; depth < ROUNDS_BELOW && round > 1 && !isOwn(base); depth++) {
      const commit = await material.commit(base);
      if (commit === null) return "unknown"; // whoever kept it may be gone
      if (2 * weightOf(commit, isSeen) < weightOf(commit, () => true)) return "strange";
      for (const device of contributorsOf(commit)) seen.add(device);
      ({ base, round } = commit);
    }
    return "proven";
  }

  /** A part of it is enough, as long as nobody knows which: all replays together take about as long as a round. */
  #replay(base: ReplayBase, { part, body, update }: Draw): Promise<Shown | null> {
    const { rules, replayer, ownSteps } = this.#ports;
    const all = windowCount(body.steps, rules.maxSteps);
    const affordable = Math.floor(ownSteps() / REPLAYS_PER_ROUND / windowSteps(rules.maxSteps));
    const windows =
      body.profile === "wasm-exact" ? 1 + this.#below(Math.max(1, Math.min(all, 2 * affordable))) : all;
    const options = windows < all ? { isUrgent: true, windows } : { isUrgent: true };
    const work = { device: part.device, body, update };
    const { cancel, result } = replayContribution(replayer, rules, base, work, options);
    this.#cancelReplay = cancel;
    return result;
  }

  #below(bound: number): number {
    return this.#ports.random.below(Math.min(bound, MOST_BOUND), this.#draws++);
  }
}

/** Of a draw: weights are whole numbers that can be larger than what is drawn at once. */
const MOST_BOUND = 0xffff_ffff;

function weightOf({ contributions }: CommitBody, isMeant: (device: PeerId) => boolean): number {
  return contributions.reduce((sum, { device, weight }) => sum + (isMeant(device) ? weight : 0), 0);
}

function contributorsOf({ contributions }: CommitBody): readonly PeerId[] {
  return contributions.filter(({ weight }) => weight > 0).map(({ device }) => device);
}
