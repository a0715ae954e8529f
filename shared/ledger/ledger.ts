/**
 * All records that this browser knows, what they mean, and the disk below. A record is added in memory at once and reaches the disk soon after; those of the
 * own feed are there before anybody sees them (feed.ts), so a crash loses only what others can send again.
 */
import type { Hash, PeerId } from "../core/ids.ts";
import type { Verifier } from "../ports/signatures.ts";
import { Accounts } from "./accounts/accounts.ts";
import type { ProjectFacts } from "./accounts/project-facts.ts";
import type { Truth } from "./accounts/truth.ts";
import { RecordBook } from "./book.ts";
import { type CheckedRecord, checkRecord, openStored } from "./checked-record.ts";
import type { RecordStore } from "./record-store.ts";
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
  readonly accounts: Accounts;
  readonly #facts = new Map<Hash, ProjectFacts>();
  readonly #settled = new Map<Hash, Truth>();
  readonly #listeners = new Set<LedgerListener>();
  /** Added since the last write began. */
  #unwritten: SignedRecord[] = [];
  #isWriting = false;

  constructor(ports: LedgerPorts) {
    this.#ports = ports;
    this.accounts = new Accounts({
      book: this.book,
      factsOf: (project) => this.#facts.get(project) ?? null,
      settled: this.#settled,
    });
  }

  /** With what the store kept. Own disk is trusted for signatures, which were checked when the records came. @throws what the store throws */
  static async open(ports: LedgerPorts): Promise<Ledger> {
    const ledger = new Ledger(ports);
    await ledger.reload();
    return ledger;
  }

  /** Takes in what others have written to the same store meanwhile. @throws what the store throws */
  async reload(): Promise<void> {
    for (const record of await this.#ports.store.load()) {
      const opened = this.has(record.hash) ? null : openStored(record);
      if (opened !== null) this.#take(opened);
    }
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
  feedEnd(device: PeerId): { readonly seq: number; readonly hash: Hash } | null {
    const last = this.book.feed(device).at(-1);
    return last === undefined ? null : { seq: last.content.seq, hash: last.record.hash };
  }

  /** Whether others have replayed work of this device's person in this project, and found it real. */
  hasShownTrue(device: PeerId, project: Hash): boolean {
    return this.accounts.passesOf(device, project) > 0;
  }

  /** Whether this device contradicted itself, or was shown to be false in this project: nothing of it is taken any more. */
  isRefused(device: PeerId, project: Hash): boolean {
    return this.accounts.isRefused(device, project);
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
    while (this.#unwritten.length > 0) {
      const batch = this.#unwritten;
      this.#unwritten = [];
      try {
        await this.#ports.store.add(batch);
      } catch (error) {
        this.#ports.onProblem(error);
      }
    }
    this.#isWriting = false;
  }
}
