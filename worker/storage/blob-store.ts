/**
 * Pieces of project data by their hash, in IndexedDB, so that a reload fetches nothing again. Only a cache: the browser may clear it, a
 * full disk stops it from growing, and whoever reads a blob checks its hash.
 */
import { Dexie, type EntityTable } from "dexie";
import type { Hash } from "../../shared/core/ids.ts";

const DATABASE_NAME = "tabloom-blobs";
/** The data of one project of the largest size, or of several ordinary ones. */
export const BLOB_STORE_BYTES = 300_000_000;

export interface BlobCache {
  get(hash: Hash): Promise<Uint8Array | null>;
  /** Never fails: what could not be kept is fetched again. */
  put(hash: Hash, bytes: Uint8Array): Promise<void>;
}

/** What is known of a blob without reading it. */
interface Entry {
  readonly hash: Hash;
  readonly bytes: number;
  readonly usedAtMs: number;
}

type Database = Dexie & {
  readonly entries: EntityTable<Entry, "hash">;
  readonly blobs: EntityTable<{ readonly hash: Hash; readonly bytes: Uint8Array }, "hash">;
};

export interface BlobStoreOptions {
  /** Milliseconds since 1970: decides which blobs were not used for longest. */
  readonly wallClockMs: () => number;
  readonly limitBytes?: number;
}

export class BlobStore implements BlobCache {
  readonly #database: Database;
  readonly #wallClockMs: () => number;
  readonly #limitBytes: number;

  constructor({ wallClockMs, limitBytes = BLOB_STORE_BYTES }: BlobStoreOptions) {
    this.#wallClockMs = wallClockMs;
    this.#limitBytes = limitBytes;
    this.#database = new Dexie(DATABASE_NAME) as Database;
    this.#database.version(1).stores({ entries: "hash, usedAtMs", blobs: "hash" });
  }

  async get(hash: Hash): Promise<Uint8Array | null> {
    try {
      const blob = await this.#database.blobs.get(hash);
      if (blob === undefined) return null;
      await this.#database.entries.update(hash, { usedAtMs: this.#wallClockMs() });
      return blob.bytes;
    } catch {
      return null; // a database that cannot be read is an empty one
    }
  }

  async put(hash: Hash, bytes: Uint8Array): Promise<void> {
    if (bytes.length > this.#limitBytes) return;
    const { entries, blobs } = this.#database;
    try {
      await this.#database.transaction("rw", entries, blobs, async () => {
        await entries.delete(hash); // counts once
        await this.#makeRoom(bytes.length);
        // A copy: a view would be stored with the whole file behind it.
        await blobs.put({ hash, bytes: bytes.slice() });
        await entries.put({ hash, bytes: bytes.length, usedAtMs: this.#wallClockMs() });
      });
    } catch {
      // The disk is full, or private browsing forbids storage: training goes on without a cache.
    }
  }

  close(): void {
    this.#database.close();
  }

  /** Removes all of it. */
  async destroy(): Promise<void> {
    await this.#database.delete();
  }

  /** Removes what was not used for longest until `bytes` more fit. */
  async #makeRoom(bytes: number): Promise<void> {
    const oldestFirst = await this.#database.entries.orderBy("usedAtMs").toArray();
    let total = bytes + oldestFirst.reduce((sum, entry) => sum + entry.bytes, 0);
    for (const entry of oldestFirst) {
      if (total <= this.#limitBytes) return;
      await this.#database.entries.delete(entry.hash);
      await this.#database.blobs.delete(entry.hash);
      total -= entry.bytes;
    }
  }
}
