/** A checkpoint store in memory: keeps what the real one keeps, as copies, and fails on demand. */
import type { TrainerPorts } from "../../worker/trainer.ts";
import type { StoredCheckpoint, StoredRun, StoredSource } from "../../worker/storage/checkpoint-store.ts";

type Store = TrainerPorts["store"];

export class MemoryStore implements Store {
  readonly sources: StoredSource[] = [];
  /** Every checkpoint that was ever saved, oldest first. */
  readonly checkpoints: StoredCheckpoint[] = [];
  /** Saving fails with this. */
  failure: Error | null = null;

  async saveSource(source: StoredSource): Promise<void> {
    if (this.failure) throw this.failure;
    this.sources.push(structuredClone(source));
  }

  async saveCheckpoint(checkpoint: StoredCheckpoint): Promise<void> {
    if (this.failure) throw this.failure;
    this.checkpoints.push(structuredClone(checkpoint));
  }

  async load(): Promise<StoredRun | null> {
    const newest = this.checkpoints.at(-1);
    const source = this.sources.find(({ runId }) => runId === newest?.runId);
    return newest && source ? structuredClone({ source, newest, problems: [] }) : null;
  }
}
