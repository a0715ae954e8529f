/**
 * The ledger on this browser's disk. What a method acknowledged (its promise resolved) is there, whatever happens to the page later; what it refused leaves
 * everything as it was. Only the tab that holds the profile's lock opens it.
 */
import type { PeerId } from "../../shared/core/ids.ts";
import { SeenClosed } from "./ledger-closed.ts";
import { LedgerConnection } from "./ledger-connection.ts";
import type { FeedRow } from "./ledger-feed-row.ts";
import { LedgerFeeds, restoreFeeds } from "./ledger-feeds.ts";
import { LedgerProjects } from "./ledger-projects.ts";
import { LedgerRecords } from "./ledger-records.ts";

/** Two ports of shared/ledger: `records` is its RecordStore, `feeds` its FeedStore. All methods throw LedgerStoreError. */
export class LedgerDatabase {
  readonly records: LedgerRecords;
  readonly feeds: LedgerFeeds;
  readonly projects: LedgerProjects;
  readonly #connection: LedgerConnection;

  /**
   * Opens nothing yet.
   * @param onEmptied called when the database was deleted while the page ran and is there again, with projects, closed accounts and the ends of feeds, and without records: whoever has them in memory adds them again
   */
  constructor(onEmptied: () => void = () => undefined) {
    const seen = new Map<PeerId, FeedRow>();
    const seenClosed = new SeenClosed();
    this.#connection = new LedgerConnection((transaction) => {
      restoreFeeds(seen, transaction);
      this.projects.refill(transaction);
      seenClosed.refill(transaction);
      transaction.on("complete", onEmptied);
    });
    this.records = new LedgerRecords(this.#connection, seenClosed);
    this.feeds = new LedgerFeeds(this.#connection, seen);
    this.projects = new LedgerProjects(this.#connection);
  }

  close(): void {
    this.#connection.close();
  }
}
