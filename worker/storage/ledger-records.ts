/** Everybody's records on this browser's disk. */
import type { Hash } from "../../shared/core/ids.ts";
import type { RecordStore } from "../../shared/ledger/record-store.ts";
import type { SignedRecord } from "../../shared/ledger/signed-record.ts";
import type { LedgerConnection } from "./ledger-connection.ts";
import { readRow, type RecordRow, rowOf } from "./ledger-row.ts";
import type { DamagedRow, LedgerTables } from "./ledger-schema.ts";

export class LedgerRecords implements RecordStore {
  readonly #connection: LedgerConnection;
  #damagedCount = 0;

  constructor(connection: LedgerConnection) {
    this.#connection = connection;
  }

  /** Rows that were found damaged and set aside since the page began. Peers that have these records send them again. */
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
      if (damaged.length > 0) await setAside(tables, damaged);
      this.#damagedCount += damaged.length;
      return whole.sort((a, b) => a.arrival - b.arrival).map(({ record }) => record);
    });
  }

  async add(records: readonly SignedRecord[]): Promise<void> {
    await this.#connection.run((tables) =>
      tables.transaction("rw", tables.records, tables.feeds, () => putRecords(tables, records)),
    );
  }

  /** Own records stay, whoever asks. */
  async remove(hashes: readonly Hash[]): Promise<void> {
    await this.#connection.run(({ records }) => {
      const rows = records.where("hash").anyOf(hashes);
      return rows.and(({ isOwn }) => !isOwn).delete();
    });
  }
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
async function setAside({ records, damaged }: LedgerTables, rows: readonly DamagedRow[]): Promise<void> {
  try {
    await records.db.transaction("rw", records, damaged, async () => {
      await damaged.bulkAdd([...rows]);
      await records.bulkDelete(rows.map(({ row }) => (row as RecordRow).hash));
    });
  } catch {
    // No room: they stay where they are, and are left out the next time again.
  }
}
