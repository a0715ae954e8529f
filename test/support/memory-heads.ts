/** What worker/storage/head-store.ts keeps, in memory. */
import type { Hash } from "../../shared/core/ids.ts";
import type { StoredHead } from "../../shared/swarm/head-store.ts";
import type { HeadDatabase, SavedProject } from "../../worker/storage/head-store.ts";

export class MemoryHeads implements Pick<HeadDatabase, "newest" | "find" | "storeOf"> {
  readonly saved = new Map<Hash, SavedProject & StoredHead>();
  /** The next saves fail with these. */
  readonly failures: Error[] = [];

  async newest(): Promise<SavedProject | null> {
    return [...this.saved.values()].toSorted((a, b) => a.savedAtMs - b.savedAtMs).at(-1) ?? null;
  }

  async find(project: Hash): Promise<(SavedProject & StoredHead) | null> {
    return this.saved.get(project) ?? null;
  }

  storeOf(project: Hash, describe: () => Omit<SavedProject, "project">) {
    return {
      load: () => this.find(project),
      save: async (head: StoredHead) => {
        const failure = this.failures.shift();
        if (failure !== undefined) throw failure;
        this.saved.set(project, { project, ...describe(), ...head });
      },
    };
  }
}
