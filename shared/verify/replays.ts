/** The contributions that are done again, while their rounds go by: θ that they started from is at hand then, and never again. */
import { must } from "../core/assert.ts";
import type { Hash } from "../core/ids.ts";
import type { Accounts } from "../ledger/accounts/accounts.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Engine } from "../ports/engine.ts";
import type { SwarmRules } from "../swarm/cell-round-ports.ts";
import type { KnownHead } from "../swarm/known-head.ts";
import type { ProjectPlan } from "../training/project-plan.ts";
import { drawReplays } from "./draw-replays.ts";
import { type Because, type Failure, failRecord } from "./failure.ts";
import type { CommittedRound, History } from "./history.ts";
import { findUndoneWork } from "./replay-work.ts";
import type { ReplayPorts, VerifyPorts } from "./verify-ports.ts";

export interface ReplaySubject {
  readonly plan: ProjectPlan;
  readonly dataset: Dataset;
  readonly rules: SwarmRules;
  readonly history: History;
  readonly accounts: Accounts;
}

export class Replays {
  readonly #subject: ReplaySubject;
  readonly #engine: Engine;
  readonly #ports: Pick<VerifyPorts, "pause" | "onProgress">;
  readonly #drawn: ReadonlySet<Hash>;
  #done = 0;

  private constructor(
    subject: ReplaySubject,
    engine: Engine,
    drawn: ReadonlySet<Hash>,
    ports: Pick<VerifyPorts, "pause" | "onProgress">,
  ) {
    this.#subject = subject;
    this.#engine = engine;
    this.#drawn = drawn;
    this.#ports = ports;
  }

  /** @throws what openEngine throws */
  static async open(
    subject: ReplaySubject,
    ports: VerifyPorts & { readonly replay: ReplayPorts },
  ): Promise<Replays> {
    const engine = await ports.replay.openEngine(subject.plan);
    return new Replays(subject, engine, drawReplays(subject.history, ports.replay), ports);
  }

  /** Contributions done again so far, all of them as they should be. */
  get done(): number {
    return this.#done;
  }

  /** Those of this round that were drawn. @param base the head below it */
  async check(
    base: KnownHead,
    { contributions }: CommittedRound,
    updates: ReadonlyMap<Hash, Uint8Array>,
  ): Promise<Failure | null> {
    const bench = { ...this.#subject, engine: this.#engine, pause: this.#ports.pause };
    const updateOf = (hash: Hash) => must(updates.get(hash), "every update of the round was read");
    for (const contribution of contributions) {
      const { hash } = contribution.record;
      if (!this.#drawn.has(hash)) continue;
      const undone = await findUndoneWork(bench, base, contribution, updateOf(contribution.body.update));
      const objection = this.#objection(hash, undone);
      if (objection !== null) return failRecord(contribution.placed, ...objection).failure;
      this.#done++;
      this.#ports.onProgress({ step: "replays", done: this.#done, total: this.#drawn.size });
    }
    return null;
  }

  /** A lie that the ledger has punished leaves its books in order; one that it has not does not, nor does a punishment for nothing. */
  #objection(contribution: Hash, undone: Because | null): Because | null {
    const { accounts } = this.#subject;
    if (undone !== null) return accounts.receipt(contribution)?.state.kind === "void" ? null : undone;
    return accounts.decisionOf(contribution).outcome === "false" ? ["audits-false"] : null;
  }

  close(): Promise<void> {
    return this.#engine.dispose();
  }
}
