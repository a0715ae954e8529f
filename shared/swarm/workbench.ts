/** What this peer itself computes: the inner steps on its head, those on the head that it expects next, and the work it signed last. */
import type { Hash } from "../core/ids.ts";
import type { Clock } from "../ports/clock.ts";
import type { RoundTrainer } from "../ports/round-trainer.ts";
import type { KnownHead } from "./known-head.ts";
import type { OwnWork } from "./own-contribution.ts";
import { OwnTraining } from "./own-training.ts";

export interface WorkbenchPorts {
  /** Null: this peer watches. */
  readonly trainer: RoundTrainer | null;
  readonly clock: Clock;
  readonly maxSteps: number;
  /** The head that this device signed work on last, in this session or before. */
  readonly workedOn: () => Hash | null;
  readonly onStep: () => void;
}

export class Workbench {
  readonly #ports: WorkbenchPorts;
  /** On a head that has no certificate yet. */
  #ahead: OwnTraining | null = null;
  /** A round that begins again on the same base goes on with it: a second contribution would be equivocation. */
  #signed: { readonly base: Hash; readonly work: OwnWork } | null = null;

  constructor(ports: WorkbenchPorts) {
    this.#ports = ports;
  }

  /** What there is for a round on this head: work that is signed already, or inner steps, new ones or those begun ahead. */
  begin(base: KnownHead): { readonly training: OwnTraining | null; readonly work: OwnWork | null } {
    const ahead = this.#ahead;
    this.#ahead = null;
    const isRight = ahead?.base.head.hash === base.head.hash;
    if (this.#signed?.base === base.head.hash) {
      ahead?.cancel();
      return { training: null, work: this.#signed.work };
    }
    if (!isRight) ahead?.cancel();
    if (this.#ports.workedOn() === base.head.hash) {
      ahead?.cancel(); // signed before a restart, and the update is lost: this round goes on without
      return { training: null, work: null };
    }
    return { training: isRight ? ahead : this.#train(base), work: null };
  }

  /** Trains on a head that will probably be the next. */
  goAhead(next: KnownHead): void {
    this.stop();
    this.#ahead = this.#train(next);
  }

  keep(base: Hash, work: OwnWork): void {
    this.#signed = { base, work };
  }

  /** Nothing goes on ahead of a certificate; a round's own steps are the round's. */
  stop(): void {
    this.#ahead?.cancel();
    this.#ahead = null;
  }

  #train(base: KnownHead): OwnTraining | null {
    const { trainer, clock, maxSteps, onStep } = this.#ports;
    return trainer && new OwnTraining({ trainer, base, maxSteps, nowMs: clock.nowMs(), onStep });
  }
}
