/** What receipts need to know of projects, on this browser's disk: so they can be read before any project is opened again. */
import type { Transaction } from "dexie";
import * as v from "valibot";
import { type Hash, isHash } from "../../shared/core/ids.ts";
import type { ProjectFacts } from "../../shared/ledger/accounts/project-facts.ts";
import { countField } from "../../shared/ledger/fields.ts";
import type { LedgerConnection } from "./ledger-connection.ts";

export interface ProjectEntry {
  readonly project: Hash;
  /** As its owner calls it. */
  readonly name: string;
  /** "gpt nano". */
  readonly modelName: string;
  readonly unit: "tokens" | "rows" | "images";
  readonly facts: ProjectFacts;
}

const name = v.pipe(v.string(), v.check(isHash, "not a name"));
const entrySchema: v.GenericSchema<unknown, ProjectEntry> = v.pipe(
  v.strictObject({
    project: name,
    name: v.string(),
    modelName: v.string(),
    unit: v.picklist(["tokens", "rows", "images"]),
    facts: v.strictObject({
      project: name,
      flopsPerStep: countField(1),
      tokensPerStep: countField(1),
      maxSteps: countField(1),
      genesis: name,
    }),
  }),
  v.check(({ project, facts }) => project === facts.project, "facts of another project"),
);

export class LedgerProjects {
  readonly #connection: LedgerConnection;
  /** As they were last read or written. */
  readonly #seen = new Map<Hash, ProjectEntry>();

  constructor(connection: LedgerConnection) {
    this.#connection = connection;
  }

  /** What is damaged is left out: opening the project writes it again. */
  async load(): Promise<readonly ProjectEntry[]> {
    const rows: readonly unknown[] = await this.#connection.run(({ projects }) => projects.toArray());
    const entries = rows.flatMap((row) => {
      const parsed = v.safeParse(entrySchema, row);
      return parsed.success ? [parsed.output] : [];
    });
    for (const entry of entries) this.#seen.set(entry.project, entry);
    return entries;
  }

  async put(entry: ProjectEntry): Promise<void> {
    this.#seen.set(entry.project, entry);
    await this.#connection.run(({ projects }) => projects.put(entry));
  }

  /** What the page remembers, into a database that was deleted below it. */
  refill(transaction: Transaction): void {
    if (this.#seen.size > 0)
      void transaction.table<ProjectEntry>("projects").bulkPut([...this.#seen.values()]);
  }
}
