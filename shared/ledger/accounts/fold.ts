/**
 * From records to credit lines, each time only as far as what came since can have changed them. The steps go one way, which is why any order of arrival
 * leads to the same: chain → committed work → decisions on it → findings on devices → what has vested.
 */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { RecordBook } from "../book.ts";
import { isFeedRecord, isKnown, type Known } from "../book/known-record.ts";
import type { CheckedRecord } from "../checked-record.ts";
import { type ChainChange, Chains } from "./chains.ts";
import { type CommittedWork, committedWork, hashOfWork, roundOf } from "./committed-work.ts";
import { linesOf, type UpheldAudit } from "./credit-line.ts";
import { Decisions } from "./decisions.ts";
import type { ProjectFacts } from "./project-facts.ts";
import { type Finding, forkFinding, standingOf } from "./standing.ts";
import { type Track, Tracks } from "./tracks.ts";
import type { Truth } from "./truth.ts";
import { type AuditOutcome, vestingOf } from "./vesting.ts";

export interface FoldInputs {
  readonly book: RecordBook;
  /** Null while the manifest is not known: a project without one has no accounts yet. */
  readonly factsOf: (project: Hash) => ProjectFacts | null;
  /** What own replays have shown, by contribution. */
  readonly settled: ReadonlyMap<Hash, Truth>;
  /** Commits that own replays have shown to be forged: neither they nor what is built on them counts. */
  readonly refused?: ReadonlySet<Hash>;
}

export class Fold {
  readonly #inputs: FoldInputs;
  readonly chains: Chains;
  readonly decisions: Decisions;
  readonly tracks = new Tracks();
  /** By contribution. */
  readonly #works = new Map<Hash, CommittedWork>();
  /** Contributions that came, or were judged, since the last refresh. */
  readonly #stale = new Set<Hash>();
  readonly #staleTracks = new Set<Track>();

  constructor(inputs: FoldInputs) {
    this.#inputs = inputs;
    this.chains = new Chains({ ...inputs, refused: inputs.refused ?? new Set() });
    this.decisions = new Decisions(inputs.book, inputs.settled);
  }

  /** A record that the book holds by now. Cheap: the work is done when somebody asks. */
  add(checked: CheckedRecord): void {
    const { content } = checked;
    if (isKnown(checked, "commit")) this.chains.add(checked);
    else if (isKnown(checked, "contribution")) this.#stale.add(checked.record.hash);
    else if (isKnown(checked, "verdict")) this.#stale.add(checked.content.body.contribution);
    else if (isKnown(checked, "identity")) this.#doubtDevice(checked.content.device);
    else if (isKnown(checked, "delegation")) this.#changeOwner(checked.content.device);
    else if (isKnown(checked, "revocation")) this.#doubtDevice(checked.content.body.device);
    else if (content?.type === "fork-proof")
      this.#addInner(content.body.first.hash, content.body.second.hash);
    if (isFeedRecord(checked) && this.#inputs.book.forkedAt(checked.content.device) !== null)
      this.#doubtDevice(checked.content.device);
  }

  /** An own replay showed something of this contribution. */
  settle(contribution: Hash): void {
    this.#stale.add(contribution);
  }

  work(contribution: Hash): CommittedWork | null {
    return this.#works.get(contribution) ?? null;
  }

  refresh(): void {
    for (const change of this.chains.refresh()) this.#followChain(change);
    for (const contribution of this.#stale) this.#renew(contribution);
    this.#stale.clear();
    if (this.#staleTracks.size === 0) return;
    for (const track of this.#staleTracks) this.#judge(track);
    for (const track of this.#staleTracks) this.#settleCredit(track);
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

  #changeOwner(device: PeerId): void {
    this.#doubtDevice(device);
    for (const contribution of this.decisions.changeOwner(device)) this.#stale.add(contribution);
  }

  #followChain({ left, joined }: ChainChange): void {
    for (const { content } of left) for (const { record } of content.body.contributions) this.#drop(record);
    for (const { content } of joined)
      for (const { record } of content.body.contributions) this.#stale.add(record);
  }

  #drop(contribution: Hash): void {
    const work = this.#works.get(contribution);
    if (!work) return;
    this.#doubtJudges(work);
    this.#works.delete(contribution);
    this.decisions.forget(contribution);
    this.#trackOf(work).remove(work);
  }

  /** Takes a contribution into account if the chain includes it, and decides on it. */
  #renew(contribution: Hash): void {
    const work = this.#works.get(contribution) ?? this.#find(contribution);
    if (work === null) return;
    this.decisions.renew(work);
    this.#doubtJudges(work);
    this.#staleTracks.add(this.#trackOf(work));
  }

  #find(contribution: Hash): CommittedWork | null {
    const { book, factsOf } = this.#inputs;
    for (const commit of book.commitsIncluding(contribution)) {
      const facts = this.chains.has(commit.record.hash) ? factsOf(commit.content.body.project) : null;
      const work = facts && committedWork(commit, book.contribution(contribution), facts);
      if (work === null) continue;
      this.#works.set(contribution, work);
      this.#trackOf(work).add(work);
      return work;
    }
    return null;
  }

  /** What is decided is of consequence for the trainer, and for all who have judged. */
  #doubtJudges(work: CommittedWork): void {
    const { project } = work.commit.content.body;
    this.#staleTracks.add(this.#trackOf(work));
    for (const { content } of this.#inputs.book.verdictsOn(hashOfWork(work))) {
      const isOfCell = work.commit.content.body.contributions.some(({ device }) => device === content.device);
      if (isOfCell) this.#staleTracks.add(this.tracks.of(project, content.device));
    }
  }

  #trackOf({ commit, contribution }: CommittedWork): Track {
    return this.tracks.of(commit.content.body.project, contribution.content.device);
  }

  #judge(track: Track): void {
    const { voidRound } = track.standing;
    track.findings = [...this.#findings(track)];
    track.standing = standingOf(track.works, track.findings);
    if (track.standing.voidRound === voidRound) return;
    // Its word lets others' credit vest, or does no longer.
    for (const [, work] of this.#judgedBy(track)) this.#staleTracks.add(this.#trackOf(work));
  }

  *#findings(track: Track): Iterable<Finding> {
    for (const work of track.works) {
      const { outcome, window } = this.decisions.of(hashOfWork(work));
      const { seq } = work.contribution.content;
      if (outcome === "false" && window !== null)
        yield { kind: "false-contribution", record: hashOfWork(work), seq, round: roundOf(work), window };
    }
    for (const [{ record, content }, work] of this.#judgedBy(track))
      if (this.decisions.of(hashOfWork(work)).falseVerdicts.has(record.hash))
        yield { kind: "false-verdict", record: record.hash, seq: content.seq, round: roundOf(work) };
    const forkedAt = this.#inputs.book.forkedAt(track.device);
    if (forkedAt !== null) yield forkFinding(track.works, forkedAt);
  }

  #settleCredit(track: Track): void {
    const { project, device, works, standing } = track;
    track.vesting = vestingOf(works, (work) => this.#outcomeOf(work), standing);
    const audits = this.#upheldAudits(track);
    track.lines = linesOf(this.#inputs.book, { project, device, works, vesting: track.vesting, audits });
  }

  /** A void auditor's word is worth nothing. */
  #outcomeOf(work: CommittedWork): AuditOutcome {
    const { outcome, upheld } = this.decisions.of(hashOfWork(work));
    const { project, round } = work.commit.content.body;
    const isGood = (device: PeerId) =>
      round < (this.tracks.find(project, device)?.standing.voidRound ?? Infinity);
    return {
      hasPassed: outcome === "passed" && upheld.some(({ device }) => isGood(device)),
      isDisputed: outcome === "disputed",
    };
  }

  #upheldAudits(track: Track): readonly UpheldAudit[] {
    return [...this.#judgedBy(track)].flatMap(([{ record, content }, work]) => {
      const { upheld } = this.decisions.of(hashOfWork(work));
      const isUpheld = upheld.some(({ verdict }) => verdict === record.hash);
      return isUpheld ? [{ verdict: record.hash, seq: content.seq, work }] : [];
    });
  }

  /** Verdicts of the track's device on committed work of its project. */
  *#judgedBy({ project, device }: Track): Iterable<readonly [Known<"verdict">, CommittedWork]> {
    for (const verdict of this.#inputs.book.verdictsBy(device)) {
      const work = this.#works.get(verdict.content.body.contribution);
      if (work?.commit.content.body.project === project) yield [verdict, work];
    }
  }
}
