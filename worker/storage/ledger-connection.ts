/**
 * The connection to the ledger's database: opened at first use, and once more when it ended under the running page, because somebody cleared the site's data
 * or the browser closed it. Every fault of the disk leaves as a LedgerStoreError.
 */
import { Dexie, type Transaction } from "dexie";
import { LedgerStoreError, type LedgerStoreFault } from "./ledger-store-error.ts";
import { LEDGER_DATABASE_VERSION, type LedgerTables, ledgerTables } from "./ledger-schema.ts";

/** Dexie leaves room between two versions. */
const NATIVE_VERSION = 10 * LEDGER_DATABASE_VERSION;
/** How work fails when the connection ends below it. */
const ENDED = new Set(["DatabaseClosedError", "AbortError", "InvalidStateError", "TransactionInactiveError"]);

export class LedgerConnection {
  readonly #refill: (transaction: Transaction) => void;
  #tables: LedgerTables | null = null;
  #opening: Promise<void> | null = null;
  #hasBeenOpen = false;
  /** Set when a newer page changed the tables: what this one knows of them is wrong. */
  #isOutdated = false;
  #isClosed = false;

  /** @param refill writes into a database that had to be made again, in the transaction that makes it */
  constructor(refill: (transaction: Transaction) => void) {
    this.#refill = refill;
  }

  /**
   * Does `work`, and does it again when the connection ended meanwhile: twice must be like once.
   * @throws LedgerStoreError; what `work` throws on its own account
   */
  async run<T>(work: (tables: LedgerTables) => PromiseLike<T>): Promise<T> {
    try {
      return await work(await this.#open());
    } catch (error) {
      const isWorthwhile = ENDED.has(nameOf(error)) && !isFull(error) && this.#hasBeenOpen;
      if (!isWorthwhile || this.#isOutdated || this.#isClosed) throw this.#named(error);
    }
    try {
      return await work(await this.#open());
    } catch (error) {
      throw this.#named(error);
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#tables?.close();
  }

  async #open(): Promise<LedgerTables> {
    if (this.#isOutdated) throw new LedgerStoreError("outdated");
    if (this.#tables !== null && !this.#tables.isOpen()) this.#tables = null;
    while (this.#tables === null) {
      if (this.#isClosed) throw new Dexie.DatabaseClosedError();
      this.#opening ??= this.#connect();
      await this.#opening;
    }
    return this.#tables;
  }

  /** Rejects at once when another tab is in the way. The connection comes all the same, as soon as that tab is gone. */
  #connect(): Promise<void> {
    const tables = ledgerTables();
    const blocked = new Promise<never>((_, reject) => {
      tables.on("blocked", () => {
        reject(new LedgerStoreError("blocked"));
        return false; // instead of Dexie's own answer, a warning on the console; so below
      });
    });
    tables.on("versionchange", ({ newVersion }) => {
      this.#isOutdated ||= newVersion !== null; // null when it is deleted
      tables.close();
      return false;
    });
    tables.on("populate", (transaction) => {
      if (this.#hasBeenOpen) this.#refill(transaction);
    });
    const opened = (async () => {
      try {
        await tables.open();
        this.#accept(tables);
      } finally {
        this.#opening = null;
      }
    })();
    return Promise.race([opened, blocked]);
  }

  #accept(tables: LedgerTables): void {
    this.#hasBeenOpen = true;
    this.#tables = tables;
    // Dexie opens tables of later versions too, without a word.
    this.#isOutdated ||= tables.backendDB().version > NATIVE_VERSION;
    if (this.#isOutdated || this.#isClosed) tables.close();
  }

  /** The error as people and callers know it. */
  #named(error: unknown): unknown {
    if (this.#isOutdated) return new LedgerStoreError("outdated", { cause: error });
    if (this.#isClosed || error instanceof LedgerStoreError) return error;
    if (!(error instanceof Dexie.DexieError) && !(error instanceof DOMException)) return error;
    return new LedgerStoreError(this.#faultOf(error), { cause: error });
  }

  #faultOf(error: unknown): LedgerStoreFault {
    if (isFull(error)) return "full";
    const name = nameOf(error);
    if (name === "MissingAPIError" || name === "SecurityError") return "forbidden";
    if (ENDED.has(name) && this.#hasBeenOpen) return "deleted";
    // Chromium opens nothing, and gives no reason, when the disk is almost full; private windows of old Firefox the same.
    if (name === "AbortError") return "full";
    return name === "InvalidStateError" ? "forbidden" : "broken";
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : "";
}

/** A full disk aborts the transaction, and its own error is inside. */
function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const inner: unknown = "inner" in error ? error.inner : undefined;
  return `${error.name} ${error.message}`.includes("QuotaExceededError") || isFull(inner);
}
