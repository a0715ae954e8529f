/** Where the records of the ledger outlive the program. */
import type { Hash } from "../core/ids.ts";
import type { ClosedAccount } from "./accounts/closed-accounts.ts";
import type { Closing } from "./accounts/closing.ts";
import type { SignedRecord } from "./signed-record.ts";

export interface RecordStore {
  /** Everything that is kept, oldest arrival first. Rows that are damaged are left out and told of. */
  load(): Promise<readonly SignedRecord[]>;
  /** On the disk when it resolves. A record that is there already, perhaps with fewer signatures, is replaced. */
  add(records: readonly SignedRecord[]): Promise<void>;
  remove(records: readonly Hash[]): Promise<void>;
  /** What removed records came to. To be asked for after `load`: what was closed in between is counted once all the same. */
  loadClosed(): Promise<readonly ClosedAccount[]>;
  /**
   * Removes records and keeps what they came to, both or neither.
   * @returns false when somebody else has changed these accounts since they were loaded; nothing is done then
   */
  close(closing: Closing): Promise<boolean>;
}

/** For simulations, and where nothing can be kept. */
export class MemoryRecordStore implements RecordStore {
  readonly #records = new Map<Hash, SignedRecord>();
  readonly #closed = new Map<string, ClosedAccount>();

  async load(): Promise<readonly SignedRecord[]> {
    return [...this.#records.values()];
  }

  async add(records: readonly SignedRecord[]): Promise<void> {
    for (const record of records) this.#records.set(record.hash, record);
  }

  async remove(records: readonly Hash[]): Promise<void> {
    for (const hash of records) this.#records.delete(hash);
  }

  async loadClosed(): Promise<readonly ClosedAccount[]> {
    return [...this.#closed.values()];
  }

  async close({ records, accounts }: Closing): Promise<boolean> {
    for (const account of accounts) this.#closed.set(`${account.project} ${account.device}`, account);
    await this.remove(records);
    return true;
  }
}
