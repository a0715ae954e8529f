/** Where the records of the ledger outlive the program. */
import type { Hash } from "../core/ids.ts";
import type { SignedRecord } from "./signed-record.ts";

export interface RecordStore {
  /** Everything that is kept, oldest arrival first. Rows that are damaged are left out and told of. */
  load(): Promise<readonly SignedRecord[]>;
  /** On the disk when it resolves. A record that is there already, perhaps with fewer signatures, is replaced. */
  add(records: readonly SignedRecord[]): Promise<void>;
  remove(records: readonly Hash[]): Promise<void>;
}

/** For simulations, and where nothing can be kept. */
export class MemoryRecordStore implements RecordStore {
  readonly #records = new Map<Hash, SignedRecord>();

  async load(): Promise<readonly SignedRecord[]> {
    return [...this.#records.values()];
  }

  async add(records: readonly SignedRecord[]): Promise<void> {
    for (const record of records) this.#records.set(record.hash, record);
  }

  async remove(records: readonly Hash[]): Promise<void> {
    for (const hash of records) this.#records.delete(hash);
  }
}
