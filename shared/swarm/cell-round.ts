/**
 * One round of this peer in its cell: the state machine (round/), and around it the trainer, the messages of this round and the updates
 * that come in. It ends with the next head, or with a certificate that this peer could not follow.
 */
import { must, unreachable } from "../core/assert.ts";
import type { Hash, PeerId } from "../core/ids.ts";
import { addSignatures, headOf, isSignedBy, parseContribution, signRecord } from "../ledger/record.ts";
import type { SignedRecord } from "../ledger/signed-record.ts";
import { CELL_PEERS } from "../protocol/limits.ts";
import type { Message } from "../protocol/message.ts";
import { exactly } from "./blob/blob-ports.ts";
import type { CellRoundPorts } from "./cell-round-ports.ts";
import { isPossible } from "./contribution-check.ts";
import { elapse } from "./elapse.ts";
import type { KnownHead } from "./known-head.ts";
import { computeNextHead, type NextHead } from "./next-head.ts";
import { type OwnWork, signWork } from "./own-contribution.ts";
import type { OwnTraining } from "./own-training.ts";
import { type Arrivals, SHORTEST_ROUND_MS } from "./round/deadline.ts";
import { RoundRunner, type WorldEffect } from "./round/round-runner.ts";
import type { Commit, Contribution, RoundState } from "./round/round-state.ts";

export interface CellRoundStart {
  readonly base: KnownHead;
  readonly standing: ReadonlyMap<PeerId, Hash>;
  readonly arrivals: Arrivals;
  /** How long others have been in this round already. */
  readonly ageMs: number;
  /** This peer's inner steps on the base; null when it watches, or has signed its work already. */
  readonly training: OwnTraining | null;
  /** What this peer signed on this base before: a second contribution would be equivocation. */
  readonly work: OwnWork | null;
}

/** Votes for commits that are not here yet: a proposal can be overtaken by its votes. */
const MAX_EARLY_VOTES = 64;
/** Records of one round; two for each member would already be equivocation by all. */
const MAX_CONTRIBUTIONS = 2 * CELL_PEERS;

export type VoteMessage = Message & { kind: "vote" };

export class CellRound {
  readonly #ports: CellRoundPorts;
  readonly base: KnownHead;
  readonly #runner: RoundRunner;
  readonly #training: OwnTraining | null;
  /** Complete updates of this round, by hash. */
  readonly #updates = new Map<Hash, Uint8Array>();
  /** Those of them that others may have: the own one only after it is revealed. */
  readonly #provided = new Set<Hash>();
  readonly #computed = new Map<Hash, NextHead>();
  /** Cancels for updates that are awaited. */
  readonly #transfers: (() => void)[] = [];
  #earlyVotes: readonly VoteMessage[] = [];
  #isEnded = false;

  constructor(ports: CellRoundPorts, { base, standing, arrivals, ageMs, training, work }: CellRoundStart) {
    this.#ports = ports;
    this.base = base;
    const { rules, feed, clock } = ports;
    const start = {
      self: feed.device,
      rules,
      head: base.head,
      isContributing: training !== null || work !== null,
      standing,
      arrivals,
      ageMs,
      nowMs: clock.nowMs(),
    };
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
    const contribution = { record, device, body };
    if (isLinked) this.#expectUpdate(contribution);
    this.#runner.dispatch({ kind: "contribution", contribution });
    return true;
  }

  onProposal(view: number, proposer: PeerId, commit: Commit): void {
    this.#runner.dispatch({ kind: "proposal", view, proposer, commit });
    const early = this.#earlyVotes;
    this.#earlyVotes = [];
    for (const vote of early) this.onVote(vote);
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

  onCertificate(commit: Commit): void {
    this.#runner.dispatch({ kind: "certificate", commit });
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
    for (const cancelTransfer of this.#transfers) cancelTransfer();
    for (const hash of this.#provided) this.#ports.blobs.withdraw(hash);
  }

  /** Brings in what this peer did in this round. A failure costs it its part of the round, and nobody else anything. */
  async #contribute(done: OwnWork | null, isOldEnough: Promise<void>): Promise<void> {
    try {
      const [work] = await Promise.all([done ?? this.#work(), isOldEnough]);
      if (work === null || this.#isEnded || this.state.isOver) return;
      this.#updates.set(work.contribution.body.update, work.update);
      this.#runner.dispatch({ kind: "trained", contribution: work.contribution });
    } catch (error) {
      if (this.#isEnded) return;
      this.#runner.dispatch({ kind: "trained", contribution: null });
      this.#ports.onTrainingProblem(error);
    }
  }

  /** Waits for the trainer, then signs what it did. Null: it was told to stop. */
  async #work(): Promise<OwnWork | null> {
    const { rules, feed, profile, onWork } = this.#ports;
    const result = await this.#training?.result;
    if (!result || this.#isEnded || this.state.isOver) return null;
    const work = await signWork(rules, this.base, feed, { result, profile: profile() });
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
        this.#fetchUpdate(effect.contribution);
        break;
      case "compute":
        this.#compute(effect.key, effect.contributions);
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
    const { feed, links, blobs } = this.#ports;
    const record = must(this.state.byDevice.get(feed.device), "revealed after committing");
    const { update } = must(this.state.contributions.get(record), "kept").body;
    const bytes = must(this.#updates.get(update), "the own update is here");
    this.#provide(update, bytes);
    for (const peer of links.peers()) blobs.push(peer, update, bytes);
  }

  #expectUpdate({ device, body }: Contribution): void {
    if (this.#updates.has(body.update)) return;
    const cancel = this.#ports.blobs.expect(body.update, exactly(body.updateBytes), device, {
      onDone: (bytes) => this.#onUpdate(body.update, bytes),
      onFailed: () => undefined, // the push was a courtesy; what is needed is asked for
    });
    this.#transfers.push(cancel);
  }

  #fetchUpdate({ body }: Contribution): void {
    const donors = () => this.#ports.links.peers();
    const cancel = this.#ports.blobs.fetch(body.update, exactly(body.updateBytes), donors, {
      onDone: (bytes) => this.#onUpdate(body.update, bytes),
      onFailed: () => this.#runner.dispatch({ kind: "unavailable", hash: body.update }),
    });
    this.#transfers.push(cancel);
  }

  #onUpdate(hash: Hash, bytes: Uint8Array): void {
    if (this.#isEnded || this.#updates.has(hash)) return;
    this.#updates.set(hash, bytes);
    this.#provide(hash, bytes);
    this.#runner.dispatch({ kind: "update", hash });
  }

  #provide(hash: Hash, bytes: Uint8Array): void {
    this.#provided.add(hash);
    this.#ports.blobs.provide(hash, () => bytes, true);
  }

  #compute(key: string, contributions: readonly Contribution[]): void {
    const { rules, links } = this.#ports;
    const next = computeNextHead(rules, this.base, contributions, (hash) =>
      must(this.#updates.get(hash), "computed only from updates that are here"),
    );
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
    const updates = new Map(
      parts.map(({ body }) => [body.update, must(this.#updates.get(body.update), "computed from it")]),
    );
    const certificate = addSignatures(next.commit, record.signatures);
    this.#ports.onNextHead(next, certificate, { contributions: parts.map((part) => part.record), updates });
  }
}
