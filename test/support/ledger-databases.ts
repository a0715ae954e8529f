/** The ledger's database, read and written past the program: what earlier versions left, and what a disk damages. For Node and browsers. */
import { fromHex, toHex } from "../../shared/core/bytes.ts";

export const LEDGER_NAME = "tabloom-ledger";

type Row = Record<string, unknown>;

/** As test/fixtures/ledger-database-*.json hold it, bytes as hexadecimal text. */
export interface DatabaseFixture {
  readonly nativeVersion: number;
  /** Key path of each store; with "++" the browser numbers its rows, and "[a+b]" are two. */
  readonly stores: Readonly<Record<string, string>>;
  readonly indexes: readonly (readonly [store: string, path: string])[];
  readonly rows: Readonly<Record<string, readonly Row[]>>;
}

/** Fields that hold bytes. */
const BYTES = new Set(["bytes", "signature", "reserved"]);
/** Fields that hold whole numbers of any size. */
const AMOUNTS = new Set(["vested", "pending", "voided"]);

function reviveValue(key: string, value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (AMOUNTS.has(key)) return BigInt(value);
  return BYTES.has(key) ? fromHex(value) : value;
}

/** With bytes and whole numbers in place of text. */
export const revive = (rows: unknown) => JSON.parse(JSON.stringify(rows), reviveValue) as Row[];

const freezeValue = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? toHex(value) : typeof value === "bigint" ? `${value}` : value;

/** Text in place of bytes and of whole numbers of any size. */
export const freeze = (rows: unknown) => JSON.parse(JSON.stringify(rows, freezeValue)) as unknown;

export function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error!));
  });
}

export const deleteLedger = () => settled(indexedDB.deleteDatabase(LEDGER_NAME));

/** A connection of an old page, which gives way to nobody unless told to. @param version native; absent for whatever is there */
export const openNative = (version?: number) => settled(indexedDB.open(LEDGER_NAME, version));

/** Makes the database as the fixture's version would have. */
export async function writeDatabase({
  nativeVersion,
  stores,
  indexes,
  rows,
}: DatabaseFixture): Promise<void> {
  const opening = indexedDB.open(LEDGER_NAME, nativeVersion);
  opening.addEventListener("upgradeneeded", () => {
    for (const [name, path] of Object.entries(stores)) {
      const store = opening.result.createObjectStore(name, {
        keyPath: path.startsWith("[") ? path.slice(1, -1).split("+") : path.replace("++", ""),
        autoIncrement: path.startsWith("++"),
      });
      for (const [of, index] of indexes) if (of === name) store.createIndex(index, index);
    }
  });
  const database = await settled(opening);
  for (const [name, contents] of Object.entries(rows))
    await change(database, name, (store) => {
      for (const row of revive(contents)) store.put(row);
    });
  database.close();
}

/** All rows of all stores, bytes as text. */
export async function readDatabase(): Promise<{ readonly nativeVersion: number; readonly rows: unknown }> {
  const database = await openNative();
  const rows: Record<string, unknown> = {};
  for (const name of database.objectStoreNames) {
    const store = database.transaction(name).objectStore(name);
    rows[name] = freeze(await settled(store.getAll()));
  }
  database.close();
  return { nativeVersion: database.version, rows };
}

/** Damages a row, or replaces it. */
export async function changeRow(name: string, key: IDBValidKey, damage: (row: Row) => Row): Promise<void> {
  const database = await openNative();
  const row = (await settled(database.transaction(name).objectStore(name).get(key))) as Row;
  await change(database, name, (store) => store.put(damage(row)));
  database.close();
}

/** Resolves when it is done: a connection that is closed before that still stands in the way of others. */
function change(
  database: IDBDatabase,
  name: string,
  work: (store: IDBObjectStore) => unknown,
): Promise<void> {
  const transaction = database.transaction(name, "readwrite");
  work(transaction.objectStore(name));
  return new Promise((resolve, reject) => {
    transaction.addEventListener("complete", () => resolve());
    transaction.addEventListener("abort", () => reject(transaction.error!));
  });
}
