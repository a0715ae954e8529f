/**
 * Where the feeds of this browser's devices end, on its disk. A row changes only when it still is what this page saw last: two pages that have come to sign with
 * one key, which the profile's lock should prevent, never sign for the same place.
 */
import type { Transaction } from "dexie";
import type { PeerId } from "../../shared/core/ids.ts";
import { EMPTY_FEED, type FeedEnd, type FeedStore } from "../../shared/ledger/feed.ts";
import type { SignedRecord } from "../../shared/ledger/signed-record.ts";
import type { LedgerConnection } from "./ledger-connection.ts";
import { type FeedRow, isSameFeedRow, parseFeedRow } from "./ledger-feed-row.ts";
import { putRecords } from "./ledger-records.ts";
import type { LedgerTables } from "./ledger-schema.ts";
import { LedgerStoreError } from "./ledger-store-error.ts";

export class LedgerFeeds implements FeedStore {
  readonly #connection: LedgerConnection;
  readonly #seen: Map<PeerId, FeedRow>;

  /** @param seen rows as they were last written or read; shared with whoever makes a deleted database again */
  constructor(connection: LedgerConnection, seen: Map<PeerId, FeedRow>) {
    this.#connection = connection;
    this.#seen = seen;
  }

  /** @throws LedgerStoreError "lost-feed" when the end was damaged: whoever goes on from a guess may sign for a place twice */
  async load(
    device: PeerId,
  ): Promise<{ readonly end: FeedEnd; readonly reserved: Uint8Array | null } | null> {
    const kept: unknown = await this.#connection.run(({ feeds }) => feeds.get(device));
    if (kept === undefined) return null;
    const row = parseFeedRow(kept);
    if (row === null) throw new LedgerStoreError("lost-feed");
    this.#seen.set(device, row);
    const { seq, hash, workedOn, reserved } = row;
    return { end: { seq, hash, workedOn }, reserved };
  }

  /**
   * Remembers a device that has signed nothing yet. A key that the disk does not know may have signed what was deleted, so only keys that were made just now
   * are begun with.
   */
  async begin(device: PeerId): Promise<void> {
    await this.#change({ device, ...EMPTY_FEED, reserved: null }, null);
  }

  async reserve(device: PeerId, bytes: Uint8Array): Promise<void> {
    const { seq, hash, workedOn } = this.#seen.get(device) ?? EMPTY_FEED;
    await this.#change({ device, seq, hash, workedOn, reserved: bytes.slice() }, null);
  }

  async keep(device: PeerId, end: FeedEnd, record: SignedRecord): Promise<void> {
    const { seq, hash, workedOn } = end;
    await this.#change({ device, seq, hash, workedOn, reserved: null }, record);
  }

  /** All or nothing, the record with the row. */
  async #change(next: FeedRow, record: SignedRecord | null): Promise<void> {
    const seen = this.#seen.get(next.device);
    const write = async (tables: LedgerTables) => {
      const current = await tables.feeds.get(next.device);
      // Or it is written already, by the first try of two.
      if (!isSameFeedRow(current, seen) && !isSameFeedRow(current, next)) throw new LedgerStoreError("taken");
      await tables.feeds.put(next);
      if (record !== null) await putRecords(tables, [record]);
    };
    await this.#connection.run((tables) =>
      tables.transaction("rw", tables.feeds, tables.records, () => write(tables)),
    );
    this.#seen.set(next.device, next);
  }
}

/** Ends of feeds that the page remembers, into a database that was deleted below it. */
export function restoreFeeds(seen: ReadonlyMap<PeerId, FeedRow>, transaction: Transaction): void {
  if (seen.size > 0) void transaction.table<FeedRow>("feeds").bulkPut([...seen.values()]);
}
