/**
 * The tables of the ledger on the disk, in every version that a browser may still hold. A version that was out is never changed: a new one is added, with what
 * makes its rows of those before (test/fixtures/ledger-database-1.json holds rows of version 1).
 */
import { Dexie, type EntityTable, type Table } from "dexie";
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import type { ClosedAccount } from "../../shared/ledger/accounts/closed-accounts.ts";
import { upgradeToArrivals } from "./ledger-upgrade.ts";
import type { FeedRow } from "./ledger-feed-row.ts";
import type { ProjectEntry } from "./ledger-projects.ts";
import type { RecordRow } from "./ledger-row.ts";

export const LEDGER_DATABASE_NAME = "tabloom-ledger";
export const LEDGER_DATABASE_VERSION = 3;

/** What was found damaged, as it was found: it may be all that is left of something. */
export interface DamagedRow {
  readonly number?: number;
  readonly row: unknown;
  readonly reason: string;
}

export type LedgerTables = Dexie & {
  readonly records: EntityTable<RecordRow, "hash">;
  readonly feeds: EntityTable<FeedRow, "device">;
  readonly projects: EntityTable<ProjectEntry, "project">;
  readonly damaged: EntityTable<DamagedRow, "number">;
  readonly closed: Table<ClosedAccount, [project: Hash, device: PeerId]>;
};

/** Not opened yet. */
export function ledgerTables(): LedgerTables {
  const database = new Dexie(LEDGER_DATABASE_NAME, {
    // What was acknowledged as kept must survive a killed browser and a power cut.
    chromeTransactionDurability: "strict",
    // Nobody but ledger-connection.ts opens it, because that is where what happened to it is understood.
    autoOpen: false,
  }) as LedgerTables;
  database.version(1).stores({ records: "hash", feeds: "device" });
  database
    .version(2)
    .stores({ records: "hash, arrival", feeds: "device", projects: "project", damaged: "++number" })
    .upgrade(upgradeToArrivals);
  database.version(LEDGER_DATABASE_VERSION).stores({ closed: "[project+device]" });
  return database;
}
