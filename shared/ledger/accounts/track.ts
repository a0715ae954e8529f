/** What one device did in one project, and what came of it: brought up to date at the cost of what has changed, not of what there is. */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { Known } from "../book/known-record.ts";
import type { ClosedAccount } from "./closed-accounts.ts";
import { type CommittedWork, hashOfWork, roundOf } from "./committed-work.ts";
import { type Attribution, type CreditLine, creditLine } from "./credit-line.ts";
import { type Decision, UNAUDITED } from "./decision.ts";
import { type Share, Shares } from "./share.ts";
import { CLEAN, type Finding, forkFinding, type Standing, standingOf } from "./standing.ts";
import {
  type Claim,
  creditKind,
  type CreditState,
  creditState,
  type Progress,
  vestedEnd,
} from "./vesting.ts";

/** A committed contribution, and what was said of it. */
export interface Entry {
  readonly work: CommittedWork;
  decision: Decision;
  /** Whether an audit was passed whose auditor is not void. */
  hasPassed: boolean;
  /** Whether somebody calls it false who is not void. */
  isDisputed: boolean;
  /** Null before it was put down, and of what is closed. */
  line: CreditLine | null;
}

/** An audit that earns: a drawn one, whose verdict was upheld. */
interface UpheldAudit {
  readonly verdict: Known<"verdict">;
  /** What was replayed. */
  readonly work: CommittedWork;
  line: CreditLine | null;
}

export interface TrackPorts {
  /** Whether an auditor's word on a contribution of that round is good. */
  readonly isGood: (auditor: PeerId, round: number) => boolean;
  readonly attribution: () => Attribution;
}

export class Track {
  readonly project: Hash;
  readonly device: PeerId;
  findings: readonly Finding[] = [];
  standing: Standing = CLEAN;
  /** Ascending by round; of a round there is one. */
  readonly #entries: Entry[] = [];
  readonly #fakes = new Set<Entry>();
  /** By verdict. */
  readonly #lies = new Map<Hash, Finding>();
  readonly #audits = new Map<Hash, UpheldAudit>();
  /** Entries that came, or of which something else is said, since they were put down. */
  readonly #doubted = new Set<Entry>();
  #progress: Progress = { count: 0, lastPassed: -1, standing: CLEAN };
  /** Until when its account is closed; 0 when it is not. */
  readonly #closedUntil: number;
  readonly #shares: Shares;
  /** Null: all lines are put down anew. */
  #attribution: Attribution | null = null;

  constructor(project: Hash, device: PeerId, closed: ClosedAccount | null) {
    this.project = project;
    this.device = device;
    this.#closedUntil = closed?.until ?? 0;
    this.#shares = new Shares({ project, device }, closed?.shares);
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  get lines(): readonly CreditLine[] {
    return [...this.#entries, ...this.#audits.values()].flatMap(({ line }) => line ?? []);
  }

  /** The lines, and what is closed, added up. */
  get shares(): readonly Share[] {
    return this.#shares.read();
  }

  add(work: CommittedWork): Entry {
    const entry: Entry = { work, decision: UNAUDITED, hasPassed: false, isDisputed: false, line: null };
    this.#entries.splice(this.#indexFrom(roundOf(work)), 0, entry); // almost always at the end
    this.#doubted.add(entry);
    return entry;
  }

  remove(entry: Entry): void {
    this.#entries.splice(this.#entries.indexOf(entry), 1);
    this.#fakes.delete(entry);
    this.#doubted.delete(entry);
    this.forgetLines();
  }

  decide(entry: Entry, decision: Decision): void {
    entry.decision = decision;
    if (decision.outcome === "false") this.#fakes.add(entry);
    else this.#fakes.delete(entry);
    this.doubt(entry);
  }

  /** What is said of it is worth something else now. */
  doubt(entry: Entry): void {
    this.#doubted.add(entry);
  }

  /** What became of a verdict of this device. */
  noteVerdict(verdict: Known<"verdict">, { work, decision }: Entry): void {
    const { hash } = verdict.record;
    const isUpheld = decision.upheld.some((vote) => vote.verdict === hash);
    if (!isUpheld) this.forgetVerdict(verdict);
    else if (!this.#audits.has(hash)) this.#audits.set(hash, { verdict, work, line: null });
    const { seq } = verdict.content;
    const finding: Finding = { kind: "false-verdict", record: hash, seq, round: roundOf(work) };
    if (decision.falseVerdicts.has(hash)) this.#lies.set(hash, finding);
    else this.#lies.delete(hash);
  }

  /** What it judged is not committed any more. */
  forgetVerdict({ record }: Known<"verdict">): void {
    this.#lies.delete(record.hash);
    if (this.#audits.delete(record.hash)) this.forgetLines();
  }

  /** Lines are taken back, or belong to somebody else, or to another team. */
  forgetLines(): void {
    this.#attribution = null;
  }

  /** @param forkedAt first place at which the device contradicts itself, or null */
  judge(forkedAt: number | null): void {
    const findings = [...this.#fakes].map(({ work, decision }): Finding => {
      const { seq } = work.contribution.content;
      const window = decision.window ?? 0;
      return { kind: "false-contribution", record: hashOfWork(work), seq, round: roundOf(work), window };
    });
    const fork = forkedAt === null ? [] : [forkFinding(this.#entries, forkedAt)];
    this.findings = [...findings, ...this.#lies.values(), ...fork];
    this.standing = this.#sparingClosed(standingOf(this.#entries, this.findings));
  }

  /** What was closed stays as it was, and so does the word of an auditor in those rounds. */
  #sparingClosed(standing: Standing): Standing {
    if (standing.because === null || this.#closedUntil === 0) return standing;
    const open = this.#entries.find(({ work }) => !this.#isClosed(work));
    if (open === undefined) return standing;
    return { ...standing, voidRound: Math.max(standing.voidRound, roundOf(open.work)) };
  }

  #isClosed({ commit }: CommittedWork): boolean {
    return commit.content.body.at < this.#closedUntil;
  }

  stateOf(entry: Entry): CreditState {
    return creditState(this.#progress, claimOf(entry, this.#indexOf(entry)));
  }

  /** Puts down what is there, and what has become of it. */
  putDown({ isGood, attribution }: TrackPorts): void {
    for (const entry of this.#doubted) {
      entry.hasPassed = hasPassed(entry, isGood);
      entry.isDisputed = isDisputed(entry, isGood);
    }
    if (this.#attribution === null) this.#clearLines();
    this.#attribution ??= attribution();
    const first = this.#goOn();
    for (let index = first; index < this.#entries.length; index++)
      this.#putDownWork(this.#entries[index]!, index, this.#attribution);
    const firstRound = first === 0 ? 0 : roundOf((this.#entries[first] ?? this.#entries.at(-1)!).work);
    for (const audit of this.#audits.values())
      if (audit.line === null || roundOf(audit.work) >= firstRound)
        this.#putDownAudit(audit, this.#attribution);
    this.#doubted.clear();
  }

  /** @returns index of the first entry whose state can have changed */
  #goOn(): number {
    const { foundAt } = this.standing;
    const lastPassed = this.#entries.findLastIndex(({ hasPassed }, index) => hasPassed && index < foundAt);
    const before = this.#progress;
    const now = { count: this.#entries.length, lastPassed, standing: this.standing };
    this.#progress = now;
    const changed = [...this.#doubted].map((entry) => this.#indexOf(entry));
    const vested = [vestedEnd(before), vestedEnd(now)] as const;
    const voided = [before.standing.voidFrom, now.standing.voidFrom] as const;
    const moved = [vested, voided].filter(([from, to]) => from !== to).flat();
    return [...changed, ...moved].reduce((least, index) => Math.min(least, index), now.count);
  }

  #putDownWork(entry: Entry, index: number, attribution: Attribution): void {
    const { work, line } = entry;
    const state = creditKind(this.#progress, claimOf(entry, index));
    if (line !== null) {
      if (line.state !== state) entry.line = this.#shares.move(line, state);
      return;
    }
    if (this.#isClosed(work)) return;
    const { seq } = work.contribution.content;
    const place = { record: hashOfWork(work), device: this.device, seq };
    entry.line = creditLine("work", place, work, attribution, state);
    this.#shares.add(entry.line);
  }

  /** An audit vests, and is lost, with the auditor's own work of the round, for which it was drawn. */
  #putDownAudit(audit: UpheldAudit, attribution: Attribution): void {
    const { verdict, work, line } = audit;
    const round = roundOf(work);
    const isVoid = round >= this.standing.voidRound;
    const claim = { index: this.#indexFrom(round), isFiltered: isVoid, isDisputed: false };
    const state = creditKind(this.#progress, claim);
    if (line !== null) {
      if (line.state !== state) audit.line = this.#shares.move(line, state);
      return;
    }
    if (this.#isClosed(work)) return;
    const place = { record: verdict.record.hash, device: this.device, seq: verdict.content.seq };
    audit.line = creditLine("audit", place, work, attribution, state);
    this.#shares.add(audit.line);
  }

  #clearLines(): void {
    for (const entry of this.#entries) {
      entry.line = null;
      this.#doubted.add(entry);
    }
    for (const audit of this.#audits.values()) audit.line = null;
    this.#shares.clear();
  }

  #indexOf({ work }: Entry): number {
    return this.#indexFrom(roundOf(work));
  }

  /** Index of the first entry of this round or a later one; the count when there is none. */
  #indexFrom(round: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (roundOf(this.#entries[middle]!.work) < round) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function hasPassed({ work, decision }: Entry, isGood: TrackPorts["isGood"]): boolean {
  return decision.outcome === "passed" && decision.upheld.some(({ device }) => isGood(device, roundOf(work)));
}

/** What a false accuser has said once must not lie on others' work for ever. */
function isDisputed({ work, decision }: Entry, isGood: TrackPorts["isGood"]): boolean {
  return decision.accusers.some((device) => isGood(device, roundOf(work)));
}

function claimOf({ work, isDisputed }: Entry, index: number): Claim {
  return { index, isFiltered: work.weight === 0, isDisputed };
}
