import type { Hash, PeerId } from "../../core/ids.ts";
import { type CommittedWork, hashOfWork, roundOf } from "./committed-work.ts";
import { type Attribution, type CreditLine, creditLine } from "./credit-line.ts";
import { type Decision, UNAUDITED } from "./decision.ts";
import { type Share, Shares } from "./share.ts";
import { CLEAN, type Finding, type Standing } from "./standing.ts";
import { creditKind, type CreditState, creditState, type Progress } from "./vesting.ts";

/** A committed contribution, and what was said of it. */
export interface Entry {
  readonly work: CommittedWork;
  decision: Decision;
  /** Whether an audit was passed whose auditor is not void. */
  hasPassed: boolean;
  /** Null before it was put down. */
  line: CreditLine | null;
}

/** An audit that earns: a drawn one, whose verdict was upheld. */
export interface UpheldAudit {
  readonly verdict: Hash;
  readonly seq: number;
  /** What was replayed. */
  readonly work: CommittedWork;
}

/** What one device did in one project, and what came of it. */
export class Track {
  readonly project: Hash;
  readonly device: PeerId;
  findings: readonly Finding[] = [];
  standing: Standing = CLEAN;
  /** By contribution, ascending by round; of a round there is one. */
  readonly #entries: Entry[] = [];
  #progress: Progress = { count: 0, lastPassed: -1, standing: CLEAN };
  /** Lines of audits, by verdict. */
  readonly #audits = new Map<Hash, CreditLine>();
  readonly #shares = new Shares();
  #attribution: Attribution | null = null;

  constructor(project: Hash, device: PeerId) {
    this.project = project;
    this.device = device;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  get lines(): readonly CreditLine[] {
    return [...this.#entries.flatMap(({ line }) => line ?? []), ...this.#audits.values()];
  }

  /** The lines, added up. */
  get shares(): readonly Share[] {
    return this.#shares.read(this);
  }

  add(work: CommittedWork): Entry {
    const entry: Entry = { work, decision: UNAUDITED, hasPassed: false, line: null };
    this.#entries.splice(this.#indexFrom(roundOf(work)), 0, entry); // almost always at the end
    return entry;
  }

  remove(entry: Entry): void {
    this.#entries.splice(this.#entries.indexOf(entry), 1);
    this.forgetLines();
  }

  /** All are put down anew: somebody else's, or for another team, or some are not any more. */
  forgetLines(): void {
    this.#attribution = null;
  }

  stateOf(entry: Entry): CreditState {
    return creditState(this.#progress, claimOf(entry, this.#entries.indexOf(entry)));
  }

  /** Puts down what is there, and what has become of it. */
  putDown(audits: readonly UpheldAudit[], attributionOf: () => Attribution): void {
    const { foundAt } = this.standing;
    const lastPassed = this.#entries.findLastIndex(({ hasPassed }, index) => hasPassed && index < foundAt);
    this.#progress = { count: this.#entries.length, lastPassed, standing: this.standing };
    const upheld = new Set(audits.map(({ verdict }) => verdict));
    if ([...this.#audits.keys()].some((verdict) => !upheld.has(verdict))) this.forgetLines();
    if (this.#attribution === null) this.#clearLines();
    const attribution = (this.#attribution ??= attributionOf());
    for (const [index, entry] of this.#entries.entries()) this.#putDownWork(entry, index, attribution);
    for (const audit of audits) this.#putDownAudit(audit, attribution);
  }

  #putDownWork(entry: Entry, index: number, attribution: Attribution): void {
    const { work, line } = entry;
    const state = creditKind(this.#progress, claimOf(entry, index));
    if (line !== null) {
      if (line.state !== state) entry.line = this.#shares.move(line, state);
      return;
    }
    const { seq } = work.contribution.content;
    const place = { record: hashOfWork(work), device: this.device, seq };
    entry.line = creditLine("work", place, work, attribution, state);
    this.#shares.add(entry.line);
  }

  /** An audit vests, and is lost, with the auditor's own work of the round, for which it was drawn. */
  #putDownAudit({ verdict, seq, work }: UpheldAudit, attribution: Attribution): void {
    const line = this.#audits.get(verdict);
    const round = roundOf(work);
    const claim = { index: this.#indexFrom(round), isFiltered: false, isDisputed: false };
    const state = round >= this.standing.voidRound ? "void" : creditKind(this.#progress, claim);
    if (line !== undefined) {
      if (line.state !== state) this.#audits.set(verdict, this.#shares.move(line, state));
      return;
    }
    const added = creditLine("audit", { record: verdict, device: this.device, seq }, work, attribution, state);
    this.#audits.set(verdict, added);
    this.#shares.add(added);
  }

  #clearLines(): void {
    for (const entry of this.#entries) entry.line = null;
    this.#audits.clear();
    this.#shares.clear();
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

function claimOf({ work, decision }: Entry, index: number): Parameters<typeof creditKind>[1] {
  return { index, isFiltered: work.weight === 0, isDisputed: decision.outcome === "disputed" };
}
