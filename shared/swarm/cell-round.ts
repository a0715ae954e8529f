/**
 * One round of this peer in its cell: the state machine (round/), and around it the trainer, the messages of this round and the updates
 * that come in. It ends with the next head, or with a certificate that this peer could not follow.
 */
import { must, unreachable } from "../core/assert.ts";
import type { Hash, PeerId } from "../core/ids.ts";
import { runWithPauses } from "../core/slices.ts";
import { addSignatures, headOf, isSignedBy, parseContribution, signRecord } from "../ledger/record.ts";
import type { SignedRecord } from "../ledger/signed-record.ts";
import { LINKS_ALIVE } from "../protocol/limits.ts";
import type { Message } from "../protocol/message.ts";
import type { CellRoundPorts } from "./cell-round-ports.ts";
import { isPossible } from "./contribution-check.ts";
import { elapse } from "./elapse.ts";
import type { KnownHead } from "./known-head.ts";
import { nextHeadSlices, type NextHead } from "./next-head.ts";
import { type OwnWork, signWork } from "./own-contribution.ts";
import type { OwnTraining } from "./own-training.ts";
import { isOurs, leaderProposal } from "./round/candidates.ts";
import { SHORTEST_ROUND_MS } from "./round/deadline.ts";
import type { Lateness } from "./round/lateness.ts";
import { RoundRunner, type WorldEffect } from "./round/round-runner.ts";
import type { Commit, Contribution, RoundState } from "./round/round-state.ts";
import { RoundUpdates } from "./round-updates.ts";

export interface CellRoundStart extends Lateness {
  readonly base: KnownHead;
  readonly standing: ReadonlyMap<PeerId, Hash>;
  /** How long others have been in this round already. */
  readonly ageMs: number;
  /** This peer's inner steps on the base; null when it watches, or has signed its work already. */
  readonly training: OwnTraining | null;
  /** What this peer signed on this base before: a second contribution would be equivocation. */
  readonly work: OwnWork | null;
}

/** Votes for commits that are not here yet: a proposal can be overtaken by its votes. */
const MAX_EARLY_VOTES = 64;
/** Records of one round: one of this peer and every neighbour, and as many for whom a proposal names, or who contradict themselves. */
const MAX_CONTRIBUTIONS = 2 * (LINKS_ALIVE + 1);

export type VoteMessage = Message & { kind: "vote" };

export class CellRound {
  readonly #ports: CellRoundPorts;
  readonly base: KnownHead;
  readonly #runner: RoundRunner;
  readonly #training: OwnTraining | null;
  readonly #updates: RoundUpdates;
  readonly #computed = new Map<Hash, NextHead>();
  #earlyVotes: readonly VoteMessage[] = [];
  #isEnded = false;

  constructor(ports: CellRoundPorts, { base, training, work, ...rest }: CellRoundStart) {
    this.#ports = ports;
    this.base = base;
    const { rules, feed, clock } = ports;
    const start = {
      self: feed.device,
      rules,
      head: base.head,
      isContributing: training !== null || work !== null,
      ...rest,
      nowMs: clock.nowMs(),
    };
    this.#updates = new RoundUpdates({
      ...ports,
      onUpdate: (hash) => this.#runner.dispatch({ kind: "update", hash }),
      onUnavailable: (hash) => this.#runner.dispatch({ kind: "unavailable", hash }),
    });
    this.#runner = new RoundRunner(clock, start, (effect) => this.#apply(effect));
    this.#training = training;
    void this.#contribute(work, elapse(clock, SHORTEST_ROUND_MS));
  }

  get state(): RoundState {
    return this.#runner.state;
  }

  /** Inner steps taken so far. */
  get steps(): number {
    return this.#training?.progress.steps ?? 0;
  }

  /** A new neighbour missed what was broadcast before. */
  greet(peer: PeerId): void {
    const { feed, links } = this.#ports;
    const record = this.findContribution(this.state.byDevice.get(feed.device) ?? "");
    if (record !== null) links.send(peer, { kind: "contribution", record });
  }

  setStanding(standing: ReadonlyMap<PeerId, Hash>): void {
    this.#runner.dispatch({ kind: "standing", standing });
  }

  onStraggler(lateMs: number): void {
    this.#runner.dispatch({ kind: "straggler", lateMs });
  }

  /** @returns false when the record breaks the rules */
  onContribution(record: SignedRecord): boolean {
    const { contributions, asked } = this.state;
    if (contributions.has(record.hash)) return true;
    const isAsked = asked.has(record.hash);
    if (contributions.size >= MAX_CONTRIBUTIONS && !isAsked) return true;
    const parsed = parseContribution(record, this.#ports.verifier);
    if (!parsed.ok || !isPossible(this.#ports.rules, this.base.head, parsed.body)) return false;
    const { device, body } = parsed;
    const isLinked = this.#ports.links.peers().includes(device);
    // Strangers make up as many devices as they like: only neighbours are heard, and whom a proposal names.
    if (!isLinked && !isAsked) return true;
    if (this.#ports.isRefused(device) && !isAsked) return true;
    const contribution = { record, device, body };
    if (isLinked) this.#updates.expect(contribution);
    this.#runner.dispatch({ kind: "contribution", contribution });
    return true;
  }

  /**
   * @returns whether others may not have heard of it and should: it is new, and of the peer whose turn it is. What a round does not keep is never passed
   * on, or it would go round for ever.
   */
  onProposal(view: number, proposer: PeerId, commit: Commit): boolean {
    const isKept = () => this.state.proposals.get(view)?.has(proposer) === true;
    const wasKept = isKept();
    this.#runner.dispatch({ kind: "proposal", view, proposer, commit });
    const early = this.#earlyVotes;
    this.#earlyVotes = [];
    for (const vote of early) this.onVote(vote);
    const isTurn = leaderProposal(this.state, view)?.record.hash === commit.record.hash;
    return !wasKept && isKept() && isTurn && this.state.byDevice.has(proposer);
  }

  /** @returns false when the signature is bad */
  onVote(vote: VoteMessage): boolean {
    const { candidates, votes } = this.state;
    if (votes.get(vote.commit)?.has(vote.device)) return true;
    const commit = candidates.get(vote.commit);
    if (!commit) {
      this.#earlyVotes = [...this.#earlyVotes, vote].slice(-MAX_EARLY_VOTES);
      return true;
    }
    const { device, signature } = vote;
    if (!commit.body.contributions.some((included) => included.device === device)) return true;
    if (!isSignedBy(commit.record.bytes, { device, signature }, this.#ports.verifier)) return false;
    this.#runner.dispatch({ kind: "vote", commit: vote.commit, vote: { device, signature } });
    return true;
  }

  /** @param isAdmitted whether this peer may go by it, though it should not be its own cell's */
  onCertificate(commit: Commit, isAdmitted: boolean): void {
    this.#runner.dispatch({ kind: "certificate", commit, isAdmitted });
  }

  /** Whether a commit is this cell's. */
  isOurs(commit: Commit): boolean {
    return isOurs(this.state, commit);
  }

  findContribution(record: Hash): SignedRecord | null {
    return this.state.contributions.get(record)?.record ?? null;
  }

  /** Leaves the round as it is; nothing of it is carried over. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#training?.cancel();
    this.#runner.end();
    this.#updates.end();
  }

  /** Brings in what this peer did in this round. A failure costs it its part of the round, and nobody else anything. */
  async #contribute(done: OwnWork | null, isOldEnough: Promise<void>): Promise<void> {
    try {
      const [work] = await Promise.all([done ?? this.#work(), isOldEnough]);
      if (this.#isEnded || this.state.isOver) return;
      if (work === null) return this.#runner.dispatch({ kind: "trained", contribution: null });
      this.#updates.keep(work.contribution.body.update, work.update);
      this.#runner.dispatch({ kind: "trained", contribution: work.contribution });
    } catch (error) {
      if (this.#isEnded) return;
      this.#runner.dispatch({ kind: "trained", contribution: null });
      this.#ports.onTrainingProblem(error);
    }
  }

  /** Waits for the trainer, then signs what it did. Null: it was told to stop, or must not sign. */
  async #work(): Promise<OwnWork | null> {
    const { rules, feed, profile, site, onWork, wallSeconds, mayWrite } = this.#ports;
    const result = await this.#training?.result;
    if (!result || this.#isEnded || this.state.isOver) return null;
    if (!mayWrite()) return null;
    const done = { result, profile: profile(), site, at: wallSeconds() };
    const work = await signWork(rules, this.base, feed, done);
    onWork(this.base.head.hash, work);
    return work;
  }

  #apply(effect: WorldEffect): void {
    const { links, onAnticipated, onGiveUp } = this.#ports;
    switch (effect.kind) {
      case "stop-training":
        this.#training?.stop();
        break;
      case "publish-contribution":
        links.broadcast({ kind: "contribution", record: effect.contribution.record });
        break;
      case "reveal":
        this.#reveal();
        break;
      case "want-contribution":
        // Not only those of this round: who is ahead already has it too.
        links.broadcast({ kind: "want", what: "contribution", hash: effect.hash });
        break;
      case "want-update":
        this.#updates.fetch(effect.contribution);
        break;
      case "compute":
        void this.#compute(effect.key, effect.contributions);
        break;
      case "vote":
        void this.#vote(effect.commit, effect.proposedView);
        break;
      case "anticipate":
        onAnticipated(must(this.#computed.get(effect.commit.record.hash), "computed before"));
        break;
      case "adopt":
        this.#finish(effect.commit);
        break;
      case "give-up":
        onGiveUp(headOf(effect.commit.body), effect.commit.record);
        break;
      case "equivocation":
        links.penalize(effect.device, "equivocation");
        break;
      case "wrong-commit":
        for (const signer of effect.signers) links.penalize(signer, "wrong-head");
        break;
      default:
        unreachable(effect);
    }
    this.#ports.onChange();
  }

  #reveal(): void {
    const record = must(this.state.byDevice.get(this.#ports.feed.device), "revealed after committing");
    this.#updates.reveal(must(this.state.contributions.get(record), "kept").body.update);
  }

  async #compute(key: string, contributions: readonly Contribution[]): Promise<void> {
    const { rules, links, clock } = this.#ports;
    const slices = nextHeadSlices(rules, this.base, contributions, (hash) => this.#updates.of(hash));
    const next = await runWithPauses(
      slices,
      () => elapse(clock, 0),
      () => this.#isEnded,
    );
    if (next === null || this.#isEnded) return;
    this.#computed.set(next.head.hash, next);
    for (const device of next.unreadable) links.penalize(device, "bad-update");
    this.#runner.dispatch({ kind: "computed", key, commit: { record: next.commit, body: next.body } });
  }

  async #vote({ record, body }: Commit, proposedView: number | null): Promise<void> {
    const { signer, links } = this.#ports;
    const vote = await signRecord(record.bytes, signer);
    if (this.#isEnded) return;
    links.broadcast(
      proposedView === null
        ? { kind: "vote", base: body.base, commit: record.hash, ...vote }
        : { kind: "proposal", view: proposedView, commit: { ...record, signatures: [vote] } },
    );
    this.#runner.dispatch({ kind: "vote", commit: record.hash, vote });
  }

  #finish({ record }: Commit): void {
    const next = must(this.#computed.get(record.hash), "adopted only what was reproduced");
    const included = new Set(next.body.contributions.map((contribution) => contribution.record));
    const parts = [...this.state.contributions.values()].filter((part) => included.has(part.record.hash));
    const updates = new Map(parts.map(({ body }) => [body.update, this.#updates.of(body.update)]));
    const certificate = addSignatures(next.commit, record.signatures);
    this.#ports.onNextHead(next, certificate, { contributions: parts.map((part) => part.record), updates });
  }
}
