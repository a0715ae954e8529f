/**
 * From records to credit lines, each time only as far as what came since can have changed them. The steps go one way, which is why any order of arrival
 * leads to the same: chain → committed work → decisions on it → findings on devices → what has vested.
 */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { RecordBook } from "../book.ts";
import { isFeedRecord, isKnown, type Known } from "../book/known-record.ts";
import type { CheckedRecord } from "../checked-record.ts";
import { type ChainChange, Chains } from "./chains.ts";
import { ClosedAccounts } from "./closed-accounts.ts";
import { committedWork, hashOfWork } from "./committed-work.ts";
import { attributionOf } from "./credit-line.ts";
import { Decisions } from "./decisions.ts";
import type { ProjectFacts } from "./project-facts.ts";
import type { Entry, Track } from "./track.ts";
import { Tracks } from "./tracks.ts";
import type { Truth } from "./truth.ts";

export interface FoldInputs {
  readonly book: RecordBook;
  /** Null while the manifest is not known: a project without one has no accounts yet. */
  readonly factsOf: (project: Hash) => ProjectFacts | null;
  /** What own replays have shown, by contribution. */
  readonly settled: ReadonlyMap<Hash, Truth>;
  /** Head on which this peer stands, or stood last, by project: credit counts on its branch. */
  readonly followed?: ReadonlyMap<Hash, Hash>;
  /** What records that are not here any more came to. */
  readonly closed?: ClosedAccounts;
}

export class Fold {
  readonly #inputs: FoldInputs;
  readonly chains: Chains;
  readonly decisions: Decisions;
  readonly tracks: Tracks;
  /** By contribution. */
  readonly #entries = new Map<Hash, Entry>();
  /** Contributions that came, or were judged, since the last refresh. */
  readonly #stale = new Set<Hash>();
  readonly #staleTracks = new Set<Track>();

  constructor(inputs: FoldInputs) {
    this.#inputs = inputs;
    this.chains = new Chains({ ...inputs, followed: inputs.followed ?? new Map() });
    this.decisions = new Decisions(inputs.book, inputs.settled);
    this.tracks = new Tracks(inputs.closed ?? new ClosedAccounts());
  }

  /** A record that the book holds by now. Cheap: the work is done when somebody asks. */
  add(checked: CheckedRecord): void {
    const { content } = checked;
    if (isKnown(checked, "commit")) this.chains.add(checked);
    else if (isKnown(checked, "contribution")) this.#stale.add(checked.record.hash);
    else if (isKnown(checked, "verdict")) this.#stale.add(checked.content.body.contribution);
    else if (isKnown(checked, "identity")) this.#relabelDevice(checked.content.device);
    else if (isKnown(checked, "delegation")) this.#changeOwner(checked.content.device);
    else if (isKnown(checked, "revocation")) this.#relabelDevice(checked.content.body.device);
    else if (content?.type === "fork-proof")
      this.#addInner(content.body.first.hash, content.body.second.hash);
    if (isFeedRecord(checked) && this.#inputs.book.forkedAt(checked.content.device) !== null)
      this.#doubtDevice(checked.content.device);
  }

  /** An own replay showed something of this contribution. */
  settle(contribution: Hash): void {
    this.#stale.add(contribution);
  }

  entry(contribution: Hash): Entry | null {
    return this.#entries.get(contribution) ?? null;
  }

  refresh(): void {
    for (const change of this.chains.refresh()) this.#followChain(change);
    for (const contribution of this.#stale) this.#renew(contribution);
    this.#stale.clear();
    if (this.#staleTracks.size === 0) return;
    for (const track of this.#staleTracks) this.#judge(track);
    for (const track of this.#staleTracks) this.#putDown(track);
    this.#staleTracks.clear();
  }

  #addInner(...hashes: readonly Hash[]): void {
    for (const hash of hashes) {
      const inner = this.#inputs.book.get(hash);
      if (inner !== null) this.add(inner);
    }
  }

  #doubtDevice(device: PeerId): void {
    for (const track of this.tracks.ofDevice(device)) this.#staleTracks.add(track);
  }

  /** What it did may be somebody else's, or for another team. */
  #relabelDevice(device: PeerId): void {
    this.#doubtDevice(device);
    for (const track of this.tracks.ofDevice(device)) track.forgetLines();
  }

  #changeOwner(device: PeerId): void {
    this.#relabelDevice(device);
    for (const contribution of this.decisions.changeOwner(device)) this.#stale.add(contribution);
  }

  #followChain({ left, joined }: ChainChange): void {
    for (const { content } of left) for (const { record } of content.body.contributions) this.#drop(record);
    for (const { content } of joined)
      for (const { record } of content.body.contributions) this.#stale.add(record);
  }

  #drop(contribution: Hash): void {
    const entry = this.#entries.get(contribution);
    if (!entry) return;
    for (const [verdict, track] of this.#judgesOf(entry)) {
      track.forgetVerdict(verdict);
      this.#staleTracks.add(track);
    }
    this.#entries.delete(contribution);
    this.decisions.forget(contribution);
    const track = this.#trackOf(entry);
    track.remove(entry);
    this.#staleTracks.add(track);
  }

  /** Takes a contribution into account if the chain includes it, and decides on it. That is of consequence for the trainer, and for all who have judged. */
  #renew(contribution: Hash): void {
    const entry = this.#entries.get(contribution) ?? this.#find(contribution);
    if (entry === null) return;
    this.decisions.renew(entry.work);
    const track = this.#trackOf(entry);
    track.decide(entry, this.decisions.of(contribution));
    this.#staleTracks.add(track);
    for (const [verdict, judge] of this.#judgesOf(entry)) {
      judge.noteVerdict(verdict, entry);
      this.#staleTracks.add(judge);
    }
  }

  #find(contribution: Hash): Entry | null {
    const { book, factsOf } = this.#inputs;
    for (const commit of book.commitsIncluding(contribution)) {
      const facts = this.chains.has(commit.record.hash) ? factsOf(commit.content.body.project) : null;
      const work = facts && committedWork(commit, book.contribution(contribution), facts);
      if (work === null) continue;
      const entry = this.tracks
        .of(work.commit.content.body.project, work.contribution.content.device)
        .add(work);
      this.#entries.set(contribution, entry);
      return entry;
    }
    return null;
  }

  #judge(track: Track): void {
    const { book } = this.#inputs;
    const { voidRound } = track.standing;
    track.judge(book.forkedAt(track.device));
    if (track.standing.voidRound === voidRound) return;
    // Its word lets others' credit vest, or does no longer.
    for (const verdict of book.verdictsBy(track.device)) {
      const entry = this.#entries.get(verdict.content.body.contribution);
      if (entry?.work.commit.content.body.project !== track.project) continue;
      const trainer = this.#trackOf(entry);
      trainer.doubt(entry);
      this.#staleTracks.add(trainer);
    }
  }

  #putDown(track: Track): void {
    track.putDown({
      // A void auditor's word is worth nothing.
      isGood: (auditor, round) =>
        round < (this.tracks.find(track.project, auditor)?.standing.voidRound ?? Infinity),
      attribution: () => attributionOf(this.#inputs.book, track.device),
    });
  }

  #trackOf({ work: { commit, contribution } }: Entry): Track {
    return this.tracks.of(commit.content.body.project, contribution.content.device);
  }

  /** Verdicts on it of those whom its commit includes. */
  *#judgesOf({ work }: Entry): Iterable<readonly [Known<"verdict">, Track]> {
    const { project, contributions } = work.commit.content.body;
    for (const verdict of this.#inputs.book.verdictsOn(hashOfWork(work))) {
      const judge = verdict.content.device;
      if (contributions.some(({ device }) => device === judge))
        yield [verdict, this.tracks.of(project, judge)];
    }
  }
}
