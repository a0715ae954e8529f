/** Everybody's records on this browser's disk. */
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import type { ClosedAccount } from "../../shared/ledger/accounts/closed-accounts.ts";
import type { Closing } from "../../shared/ledger/accounts/closing.ts";
import type { RecordStore } from "../../shared/ledger/record-store.ts";
import type { SignedRecord } from "../../shared/ledger/signed-record.ts";
import { parseClosedRow, type SeenClosed } from "./ledger-closed.ts";
import type { LedgerConnection } from "./ledger-connection.ts";
import { readRow, type RecordRow, rowOf } from "./ledger-row.ts";
import type { DamagedRow, LedgerTables } from "./ledger-schema.ts";

export class LedgerRecords implements RecordStore {
  readonly #connection: LedgerConnection;
  readonly #seen: SeenClosed;
  #damagedCount = 0;

  /** @param seen shared with whoever makes a deleted database again */
  constructor(connection: LedgerConnection, seen: SeenClosed) {
    this.#connection = connection;
    this.#seen = seen;
  }

  /** Rows that were found damaged and set aside since the page began. Peers that have these records send them again; sums of old ones are lost. */
  get damagedCount(): number {
    return this.#damagedCount;
  }

  async load(): Promise<readonly SignedRecord[]> {
    return this.#connection.run(async (tables) => {
      const whole: { readonly record: SignedRecord; readonly arrival: number }[] = [];
      const damaged: DamagedRow[] = [];
      // All of them, and not by the index on `arrival`: a row without one is not in it.
      for (const row of await tables.records.toArray()) {
        const read = readRow(row);
        if (read.ok) whole.push({ record: read.record, arrival: row.arrival });
        else damaged.push({ row, reason: read.reason });
      }
      const hashes = damaged.map(({ row }) => (row as RecordRow).hash);
      await setAside(tables, damaged, () => tables.records.bulkDelete(hashes));
      this.#damagedCount += damaged.length;
      return whole.sort((a, b) => a.arrival - b.arrival).map(({ record }) => record);
    });
  }

  async add(records: readonly SignedRecord[]): Promise<void> {
    await this.#connection.run((tables) =>
      tables.transaction("rw", tables.records, tables.feeds, () => putRecords(tables, records)),
    );
  }

  async remove(hashes: readonly Hash[]): Promise<void> {
    await this.#connection.run((tables) => removeRecords(tables, hashes));
  }

  async loadClosed(): Promise<readonly ClosedAccount[]> {
    return this.#connection.run(async (tables) => {
      const whole: ClosedAccount[] = [];
      const damaged: DamagedRow[] = [];
      for (const row of await tables.closed.toArray()) {
        const account = parseClosedRow(row);
        if (account !== null) whole.push(account);
        else damaged.push({ row, reason: "not the sums of an account" });
      }
      const places = damaged.map(({ row }) => placeOf(row as ClosedAccount));
      await setAside(tables, damaged, () => tables.closed.bulkDelete(places));
      this.#damagedCount += damaged.length;
      this.#seen.see(whole);
      return whole;
    });
  }

  async close({ records, accounts }: Closing): Promise<boolean> {
    const places = accounts.map(placeOf);
    const write = async (tables: LedgerTables): Promise<boolean> => {
      const rows = await tables.closed.bulkGet(places);
      if (!accounts.every((account, index) => this.#seen.isCurrent(rows[index], account))) return false;
      await tables.closed.bulkPut([...accounts]);
      await removeRecords(tables, records);
      return true;
    };
    const isClosed = await this.#connection.run((tables) =>
      tables.transaction("rw", tables.records, tables.closed, () => write(tables)),
    );
    if (isClosed) this.#seen.see(accounts);
    return isClosed;
  }
}

const placeOf = ({ project, device }: ClosedAccount): [Hash, PeerId] => [project, device];

/** Own records stay, whoever asks. */
function removeRecords({ records }: LedgerTables, hashes: readonly Hash[]): PromiseLike<number> {
  const rows = records.where("hash").anyOf(hashes);
  return rows.and(({ isOwn }) => !isOwn).delete();
}

/** In the caller's transaction over records and feeds. A record that is there keeps its place. */
export async function putRecords(
  { records: table, feeds }: LedgerTables,
  records: readonly SignedRecord[],
): Promise<void> {
  const ownDevices = new Set(await feeds.toCollection().primaryKeys());
  const kept = await table.bulkGet(records.map(({ hash }) => hash));
  const last = await table.orderBy("arrival").last();
  const next = last === undefined ? 0 : last.arrival + 1;
  const rows = records.map((record, index) => {
    const arrival = kept[index]?.arrival ?? next + index;
    return rowOf(record, { arrival, isOwn: record.signatures.some(({ device }) => ownDevices.has(device)) });
  });
  await table.bulkPut(rows);
}

/** Nothing that was signed is thrown away for being unreadable. */
async function setAside(
  { records, closed, damaged }: LedgerTables,
  rows: readonly DamagedRow[],
  remove: () => PromiseLike<void>,
): Promise<void> {
  if (rows.length === 0) return;
  try {
    await damaged.db.transaction("rw", records, closed, damaged, async () => {
      await damaged.bulkAdd([...rows]);
      await remove();
    });
  } catch {
    // No room: they stay where they are, and are left out the next time again.
  }
}
