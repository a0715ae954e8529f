/**
 * The last head of each project that this browser trained, with what the page shows of it, in IndexedDB. What is read back is checked against its
 * commit certificate (shared/swarm/known-head.ts): a torn or altered entry is as good as none.
 */
import { Dexie, type EntityTable } from "dexie";
import type { Hash } from "../../shared/core/ids.ts";
import type { RecordSignature } from "../../shared/ledger/signed-record.ts";
import type { HeadStore, StoredHead } from "../../shared/swarm/head-store.ts";
import type { LossCurves } from "../../shared/training/loss-history.ts";
import type { RunDescription } from "../api.ts";

const DATABASE_NAME = "tabloom-heads";
/** Projects whose head is kept; a head of the largest model is 80 MB. */
const KEPT_PROJECTS = 4;

/** What a visitor sees before training begins again. */
export interface SavedProject {
  readonly project: Hash;
  readonly description: RunDescription;
  readonly curves: LossCurves;
  readonly round: number;
  /** Inner steps per peer that the head stands for. */
  readonly progress: number;
  readonly savedAtMs: number;
}

interface Entry extends SavedProject {
  readonly bytes: Uint8Array;
  readonly hash: Hash;
  readonly signatures: readonly RecordSignature[];
  readonly parameters: Float32Array;
  readonly momentum: Float32Array;
}

type Database = Dexie & { readonly heads: EntityTable<Entry, "project"> };

export class HeadDatabase {
  readonly #database: Database;

  constructor() {
    // Strict: what was announced as saved must survive a killed browser.
    this.#database = new Dexie(DATABASE_NAME, { chromeTransactionDurability: "strict" }) as Database;
    this.#database.version(1).stores({ heads: "project, savedAtMs" });
  }

  /** The project that was saved last, or null. */
  async newest(): Promise<SavedProject | null> {
    const entry = await this.#database.heads.orderBy("savedAtMs").last();
    if (entry === undefined) return null;
    const { project, description, curves, round, progress, savedAtMs } = entry;
    return { project, description, curves, round, progress, savedAtMs };
  }

  /** Of the projects whose head is here. */
  async keptProjects(): Promise<readonly Hash[]> {
    return this.#database.heads.orderBy("savedAtMs").primaryKeys();
  }

  async find(project: Hash): Promise<(SavedProject & StoredHead) | null> {
    const entry = await this.#database.heads.get(project);
    if (entry === undefined) return null;
    const { bytes, hash, signatures, parameters, momentum, ...saved } = entry;
    return { ...saved, commit: { bytes, hash, signatures }, state: { parameters, momentum } };
  }

  /** All or nothing: the new head is there, and the one before it is gone. @throws QuotaExceededError when the disk is full */
  async save(saved: SavedProject, { commit, state }: StoredHead): Promise<void> {
    const { heads } = this.#database;
    await this.#database.transaction("rw", heads, async () => {
      await heads.put({ ...saved, ...commit, ...state });
      const byAge = await heads.orderBy("savedAtMs").reverse().primaryKeys();
      await heads.bulkDelete(byAge.slice(KEPT_PROJECTS));
    });
  }

  /** The port of one project's participant. @param describe what to keep beside the head, now */
  storeOf(project: Hash, describe: () => Omit<SavedProject, "project">): HeadStore {
    return {
      load: () => this.find(project),
      save: (head) => this.save({ project, ...describe() }, head),
    };
  }

  close(): void {
    this.#database.close();
  }
}
