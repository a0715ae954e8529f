/** Which commits this peer has seen to be worked for, and which not. What is built on a refused commit is refused with it; a proof holds for some rounds more. */
import type { Hash } from "../../core/ids.ts";
import type { RecordBook } from "../../ledger/book.ts";

/** Commits that are walked back at most, in search of one that is known. */
const MOST_WALKED = 64;
/** Commits above a proven one that may be believed with it: a branch goes on while it is looked into. */
const MOST_UNSEEN = 8;
/** Commits remembered; a branch that nobody builds on is forgotten. */
const MOST_REMEMBERED = 4_096;
/** A branch that was refused is looked at again after this: it may have been honest, with more liars in the draw than in the branch. */
const REFUSED_MS = 600_000;

export type Branch = "proven" | "refused" | "unknown";

export class Branches {
  readonly #book: RecordBook;
  readonly #genesis: () => Hash;
  readonly #nowMs: () => number;
  readonly #proven = new Set<Hash>();
  /** Until when. */
  readonly #refused = new Map<Hash, number>();

  constructor(book: RecordBook, genesis: () => Hash, nowMs: () => number) {
    this.#book = book;
    this.#genesis = genesis;
    this.#nowMs = nowMs;
  }

  prove(commit: Hash): void {
    const [oldest] = this.#proven;
    if (this.#proven.size >= MOST_REMEMBERED && oldest !== undefined) this.#proven.delete(oldest);
    this.#proven.add(commit);
  }

  /** Whether this very commit was proven. */
  isProven(commit: Hash): boolean {
    return this.#proven.has(commit);
  }

  refuse(commit: Hash, forMs: number = REFUSED_MS): void {
    this.#refuseUntil(commit, this.#nowMs() + forMs);
  }

  /**
   * @param base of the commit, which need not be in the book
   * @returns `missing`: the commit whose record is needed to look further back
   */
  of(commit: Hash, base: Hash): { readonly branch: Branch; readonly missing: Hash | null } {
    const path: Hash[] = [];
    let next: Hash = base;
    for (let at = commit; path.length < MOST_WALKED; at = next) {
      const untilMs = this.#refused.get(at) ?? 0;
      if (path.length <= MOST_UNSEEN && this.#proven.has(at)) return { branch: "proven", missing: null };
      if (this.#nowMs() < untilMs) {
        for (const passed of path) this.#refuseUntil(passed, untilMs); // so that the walk is short the next time
        return { branch: "refused", missing: null };
      }
      path.push(at);
      if (at !== commit) {
        const content = this.#book.get(at)?.content;
        if (content?.type !== "commit")
          return { branch: "unknown", missing: at === this.#genesis() ? null : at };
        next = content.body.base;
      }
    }
    return { branch: "unknown", missing: null };
  }

  /** A commit and those below it, as far as they are in the book. */
  pathTo(commit: Hash): readonly Hash[] {
    const path: Hash[] = [];
    for (let at = commit; path.length < MOST_WALKED;) {
      path.push(at);
      const content = this.#book.get(at)?.content;
      if (content?.type !== "commit") break;
      at = content.body.base;
    }
    return path;
  }

  #refuseUntil(commit: Hash, untilMs: number): void {
    const [oldest] = this.#refused.keys();
    if (this.#refused.size >= MOST_REMEMBERED && oldest !== undefined) this.#refused.delete(oldest);
    this.#refused.set(commit, untilMs);
  }
}
