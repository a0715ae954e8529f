import type { Hash } from "../../core/ids.ts";
import type { RecordBook } from "../book.ts";
import type { Known } from "../book/known-record.ts";
import { addsUp, canonicalChain } from "./chain.ts";
import type { ProjectFacts } from "./project-facts.ts";

type Commit = Known<"commit">;

export interface ChainChange {
  readonly facts: ProjectFacts;
  readonly left: readonly Commit[];
  readonly joined: readonly Commit[];
}

export interface ChainPorts {
  readonly book: RecordBook;
  /** Null while the manifest is not known: a project without one has no accounts yet. */
  readonly factsOf: (project: Hash) => ProjectFacts | null;
  /** Head on which this peer stands, or stood last, by project. */
  readonly followed: ReadonlyMap<Hash, Hash>;
}

/** The canonical chains of all projects, and how they change. */
export class Chains {
  readonly #ports: ChainPorts;
  /** Oldest first. */
  readonly #chains = new Map<Hash, readonly Commit[]>();
  readonly #onChain = new Set<Hash>();
  /** Commits since the last refresh, by project; null when its chain has to be found anew. */
  readonly #added = new Map<Hash, Commit[] | null>();

  constructor(ports: ChainPorts) {
    this.#ports = ports;
  }

  add(commit: Commit): void {
    const { project } = commit.content.body;
    const added = this.#added.get(project);
    if (added) added.push(commit);
    else if (added === undefined) this.#added.set(project, [commit]);
  }

  /** Facts are others now. */
  doubt(): void {
    for (const project of this.#chains.keys()) this.#added.set(project, null);
  }

  /** Another head is followed. Almost always it is of the chain, or comes next. */
  follow(project: Hash, head: Hash): void {
    const added = this.#added.get(project) ?? [];
    const isNear = this.#onChain.has(head) || added.some(({ record }) => record.hash === head);
    if (!isNear) this.#added.set(project, null);
  }

  of(project: Hash): readonly Commit[] {
    return this.#chains.get(project) ?? [];
  }

  has(commit: Hash): boolean {
    return this.#onChain.has(commit);
  }

  refresh(): readonly ChainChange[] {
    const changes: ChainChange[] = [];
    for (const [project, added] of this.#added) {
      const facts = this.#ports.factsOf(project);
      if (facts === null) continue; // asked again the next time
      this.#added.delete(project);
      changes.push(this.#appended(facts, added) ?? this.#refound(facts));
    }
    return changes;
  }

  /** Almost always the next round was committed. Null when more has to be looked at. */
  #appended(facts: ProjectFacts, added: readonly Commit[] | null): ChainChange | null {
    const chain = this.of(facts.project);
    let tip = chain.at(-1);
    if (added === null || tip === undefined) return null;
    for (const commit of added) {
      const { body } = commit.content;
      const isNext = body.base === tip.record.hash && body.tokens > tip.content.body.tokens;
      if (!isNext || !addsUp(body, tip.content.body, facts)) return null;
      tip = commit;
    }
    this.#chains.set(facts.project, [...chain, ...added]);
    for (const { record } of added) this.#onChain.add(record.hash);
    return { facts, left: [], joined: added };
  }

  #refound(facts: ProjectFacts): ChainChange {
    const before = this.of(facts.project);
    const { book, followed } = this.#ports;
    const after = canonicalChain(book, facts, followed.get(facts.project) ?? null);
    const kept = new Set(after.map(({ record }) => record.hash));
    const left = before.filter(({ record }) => !kept.has(record.hash));
    const joined = after.filter(({ record }) => !this.#onChain.has(record.hash));
    for (const { record } of left) this.#onChain.delete(record.hash);
    for (const { record } of joined) this.#onChain.add(record.hash);
    this.#chains.set(facts.project, after);
    return { facts, left, joined };
  }
}
