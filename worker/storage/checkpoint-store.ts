/**
 * The last checkpoints of the run of this browser profile, with the data they were trained on, in IndexedDB. Two checkpoints are kept: when the newest turns out
 * damaged, the one before it is used.
 */
import { Dexie, type EntityTable } from "dexie";
import type { Checkpoint } from "../../shared/training/checkpoint.ts";
import { verifyCheckpoint } from "../../shared/training/checkpoint.ts";
import type { LossCurves } from "../../shared/training/loss-history.ts";
import type { RunDescription } from "../api.ts";

const DATABASE_NAME = "tabloom";
/** The newest and the one before it. */
const KEPT_CHECKPOINTS = 2;

/** What a file of training data is kept as. */
export interface StoredFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The data of the run; null files stand for the built-in stories. */
export interface StoredSource {
  readonly runId: string;
  readonly files: readonly StoredFile[] | null;
}

export interface StoredCheckpoint {
  readonly id?: number;
  readonly runId: string;
  readonly description: RunDescription;
  readonly curves: LossCurves;
  readonly savedAtMs: number;
  readonly checkpoint: Checkpoint;
}

export interface StoredRun {
  readonly source: StoredSource;
  readonly newest: StoredCheckpoint;
  /** Messages of damaged checkpoints that were passed over. */
  readonly problems: readonly string[];
}

type Database = Dexie & {
  readonly checkpoints: EntityTable<StoredCheckpoint & { id: number }, "id">;
  readonly sources: EntityTable<StoredSource, "runId">;
};

export class CheckpointStore {
  readonly #database: Database;

  constructor() {
    // Strict: a checkpoint that was announced must survive a killed browser.
    this.#database = new Dexie(DATABASE_NAME, { chromeTransactionDurability: "strict" }) as Database;
    this.#database.version(1).stores({ checkpoints: "++id, runId", sources: "runId" });
  }

  /** Saves the data of a new run. Called before its first checkpoint; the previous run goes with that first checkpoint. */
  async saveSource(source: StoredSource): Promise<void> {
    await this.#database.sources.put(source);
  }

  /** All or nothing: the new checkpoint is there, and what it replaces is gone. @throws QuotaExceededError when the disk is full */
  async saveCheckpoint(checkpoint: StoredCheckpoint): Promise<void> {
    const { checkpoints, sources } = this.#database;
    await this.#database.transaction("rw", checkpoints, sources, async () => {
      await checkpoints.add(checkpoint);
      await checkpoints.where("runId").notEqual(checkpoint.runId).delete();
      await sources.where("runId").notEqual(checkpoint.runId).delete();
      const ids = await checkpoints.toCollection().primaryKeys();
      await checkpoints.bulkDelete(ids.toSorted((a, b) => b - a).slice(KEPT_CHECKPOINTS));
    });
  }

  /** The newest undamaged checkpoint with its data, or null. */
  async load(): Promise<StoredRun | null> {
    const problems: string[] = [];
    for (const newest of await this.#database.checkpoints.orderBy("id").reverse().toArray()) {
      try {
        verifyCheckpoint(newest.checkpoint);
        const source = await this.#database.sources.get(newest.runId);
        if (source) return { source, newest, problems };
        problems.push(`the data of run ${newest.runId} are missing`);
      } catch (error) {
        problems.push(error instanceof Error ? error.message : String(error));
      }
    }
    return null;
  }

  close(): void {
    this.#database.close();
  }
}
