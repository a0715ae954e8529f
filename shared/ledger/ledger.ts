/**
 * All records that this browser knows, what they mean, and the disk below. A record is added in memory at once and reaches the disk soon after; those of the
 * own feed are there before anybody sees them (feed.ts), so a crash loses only what others can send again.
 */
import type { Hash, PeerId } from "../core/ids.ts";
import type { Verifier } from "../ports/signatures.ts";
import { Accounts } from "./accounts/accounts.ts";
import { type ClosedAccount, ClosedAccounts } from "./accounts/closed-accounts.ts";
import type { ClosingRules } from "./accounts/closing.ts";
import type { ProjectFacts } from "./accounts/project-facts.ts";
import type { Truth } from "./accounts/truth.ts";
import { RecordBook } from "./book.ts";
import { type CheckedRecord, checkRecord, openStored } from "./checked-record.ts";
import type { RecordStore } from "./record-store.ts";
import { closingTime, GRACE_SECONDS } from "./retention.ts";
import type { SignedRecord } from "./signed-record.ts";

export interface LedgerPorts {
  readonly store: RecordStore;
  /** Records could not be written; they are kept in memory, and others have them. */
  readonly onProblem: (error: unknown) => void;
}

export type LedgerListener = (added: CheckedRecord) => void;

export class Ledger {
  readonly #ports: LedgerPorts;
  readonly book = new RecordBook();
  /** What the records come to. Begun anew by `close`. */
  accounts: Accounts;
  #closed: ClosedAccounts;
  readonly #facts = new Map<Hash, ProjectFacts>();
  readonly #settled = new Map<Hash, Truth>();
  readonly #followed = new Map<Hash, Hash>();
  readonly #listeners = new Set<LedgerListener>();
  /** Added since the last write began. */
  #unwritten: SignedRecord[] = [];
  #isWriting = false;

  /** @param closed what records that are not kept any more came to */
  constructor(ports: LedgerPorts, closed: Iterable<ClosedAccount> = []) {
    this.#ports = ports;
    this.#closed = new ClosedAccounts(closed);
    this.accounts = this.#openAccounts();
  }

  /** With what the store kept. Own disk is trusted for signatures, which were checked when the records came. @throws what the store throws */
  static async open(ports: LedgerPorts): Promise<Ledger> {
    const records = await ports.store.load();
    const ledger = new Ledger(ports, await ports.store.loadClosed());
    ledger.#takeStored(records);
    return ledger;
  }

  /** Takes in what others have written to the same store meanwhile. @throws what the store throws */
  async reload(): Promise<void> {
    this.#takeStored(await this.#ports.store.load());
  }

  /** Writes everything once more: the store lost it while the program ran. */
  rewrite(): void {
    this.#unwritten = [...this.book.records()].map(({ record }) => record);
    void this.#write();
  }

  get(hash: Hash): SignedRecord | null {
    return this.book.get(hash)?.record ?? null;
  }

  has(hash: Hash): boolean {
    return this.book.has(hash);
  }

  /** Hears of every record that is new, in the order in which they come. @returns a function that ends it */
  listen(listener: LedgerListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What a project's contributions are worth. To be told before its credit is asked for. */
  learn(facts: ProjectFacts): void {
    this.#facts.set(facts.project, facts);
    this.accounts.refresh();
  }

  /** Receipts of a project before this time do not travel any more. Seconds since 1970. */
  closingTime(project: Hash, nowSeconds: number): number {
    const newest = this.accounts.chainOf(project).at(-1);
    return closingTime(nowSeconds, newest?.content.body.at ?? null);
  }

  /**
   * Forgets what is old in a project whose facts are known, and keeps what it came to. On the disk first: a crash loses nothing and counts nothing twice.
   * @throws what the store throws; all is as before then
   */
  async close(rules: Omit<ClosingRules, "until">, nowSeconds: number): Promise<void> {
    const until = this.closingTime(rules.project, nowSeconds) - GRACE_SECONDS;
    if (until <= 0) return;
    const closing = this.accounts.planClosing({ ...rules, until });
    const { records, accounts } = closing;
    if (records.length === 0 && accounts.length === 0) return;
    if (!(await this.#ports.store.close(closing))) return; // another tab has done it, with the same right
    for (const hash of records) this.book.remove(hash);
    this.#closed = new ClosedAccounts([...this.#closed.all(null), ...accounts]); // the later one counts
    this.accounts = this.#openAccounts();
  }

  /** This peer stands on a head, or stood there last: credit counts on that branch, however heavy others claim to be. */
  follow(project: Hash, head: Hash): void {
    this.#followed.set(project, head);
    this.accounts.follow(project, head);
  }

  /** An own replay showed what is true of a contribution. */
  settle(contribution: Hash, truth: Truth): void {
    this.#settled.set(contribution, truth);
    this.accounts.settle(contribution);
  }

  /** @returns false when it was there */
  add(checked: CheckedRecord): boolean {
    if (!this.#take(checked)) return false;
    this.#unwritten.push(checked.record);
    void this.#write();
    return true;
  }

  /** A record whose signatures this peer has seen to be good, or has made. Anything else is refused silently: nobody is to blame here. */
  note(record: SignedRecord, verifier: Verifier): void {
    if (this.has(record.hash)) return;
    const parsed = checkRecord(record, verifier);
    if (parsed.ok) this.add(parsed.checked);
  }

  /** The last record of a device's feed that is known here. */
  feedEnd(device: PeerId): { readonly seq: number; readonly hash: Hash; readonly at: number } | null {
    const last = this.book.feed(device).at(-1);
    return last === undefined ? null : { seq: last.content.seq, hash: last.record.hash, at: last.at };
  }

  /** Whether others have replayed work of this device's person in this project, and found it real. */
  hasShownTrue(device: PeerId, project: Hash): boolean {
    return this.accounts.passesOf(device, project) > 0;
  }

  /** Whether this device contradicted itself, or was shown to be false in this project: nothing of it is taken any more. */
  isRefused(device: PeerId, project: Hash): boolean {
    return this.accounts.isRefused(device, project);
  }

  #openAccounts(): Accounts {
    return new Accounts({
      book: this.book,
      factsOf: (project) => this.#facts.get(project) ?? null,
      settled: this.#settled,
      followed: this.#followed,
      closed: this.#closed,
    });
  }

  #takeStored(records: readonly SignedRecord[]): void {
    for (const record of records) {
      const opened = this.has(record.hash) ? null : openStored(record);
      if (opened !== null) this.#take(opened);
    }
  }

  #take(checked: CheckedRecord): boolean {
    const { isNew, fork, added } = this.book.add(checked);
    if (!isNew) return false;
    for (const one of added) {
      this.accounts.add(one);
      for (const listener of this.#listeners) listener(one);
    }
    const proof = fork === null ? null : openStored(fork);
    if (proof !== null) this.add(proof);
    return true;
  }

  async #write(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    let isWell = true;
    while (isWell && this.#unwritten.length > 0) {
      const batch = this.#unwritten;
      this.#unwritten = [];
      try {
        await this.#ports.store.add(batch);
      } catch (error) {
        isWell = false;
        this.#unwritten = [...batch, ...this.#unwritten]; // with the next record that comes: the book holds them anyway
        this.#ports.onProblem(error);
      }
    }
    this.#isWriting = false;
  }
}
