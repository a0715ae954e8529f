/** What is known of projects besides their records: what work on them is worth, and what people call them. A receipt of a project that is not in it cannot be read. */
import type { Hash } from "../../shared/core/ids.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import type { Project } from "../../shared/project/manifest.ts";
import { stepFlops } from "../../shared/training/step-flops.ts";
import { rulesOf } from "../../shared/verify/project-rules.ts";
import type { RunDescription } from "../api.ts";
import type { LedgerProjects, ProjectEntry } from "../storage/ledger-projects.ts";

export class ProjectDirectory {
  readonly #ledger: Ledger;
  readonly #store: Pick<LedgerProjects, "put"> | null;
  readonly #entries = new Map<Hash, ProjectEntry>();

  private constructor(ledger: Ledger, store: Pick<LedgerProjects, "put"> | null) {
    this.#ledger = ledger;
    this.#store = store;
  }

  /**
   * With what earlier visits have learned.
   * @param store null where nothing is kept
   * @throws what the store throws
   */
  static async open(
    ledger: Ledger,
    store: Pick<LedgerProjects, "load" | "put"> | null,
  ): Promise<ProjectDirectory> {
    const directory = new ProjectDirectory(ledger, store);
    for (const entry of (await store?.load()) ?? []) directory.#take(entry);
    return directory;
  }

  all(): readonly Hash[] {
    return [...this.#entries.keys()];
  }

  find(project: Hash): ProjectEntry | null {
    return this.#entries.get(project) ?? null;
  }

  /**
   * A project whose manifest is here. It counts in the ledger from now on.
   * @param genesis of the project; computed only for one that is new
   * @throws what the store throws; it counts all the same
   */
  async learn(
    project: Project,
    { modelName, unit }: Pick<RunDescription, "modelName" | "unit">,
    genesis: () => Hash,
  ): Promise<void> {
    const { id, manifest } = project;
    if (this.#entries.has(id)) return;
    const { tokensPerStep, maxSteps } = rulesOf(project);
    const flopsPerStep = stepFlops(manifest.plan);
    const facts = { project: id, flopsPerStep, tokensPerStep, maxSteps, genesis: genesis() };
    const entry = { project: id, name: manifest.name, modelName, unit, facts };
    this.#take(entry);
    await this.#store?.put(entry);
  }

  #take(entry: ProjectEntry): void {
    this.#entries.set(entry.project, entry);
    this.#ledger.learn(entry.facts);
  }
}
