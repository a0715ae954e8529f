import type { Clock } from "../../shared/ports/clock.ts";
import type { LedgerSummary } from "../ledger-api.ts";

/** From one summary to the next: people see no more than that, and a newcomer's ledger takes in thousands of records in a second. */
const PAUSE_MS = 500;

type Listener = (summary: LedgerSummary) => void;

/** Tells one listener of the ledger at once, and again when it has changed. */
export class SummaryWatch {
  readonly #clock: Clock;
  readonly #summarize: () => Promise<LedgerSummary>;
  #listener: Listener | null = null;
  #isDue = false;
  #isBusy = false;

  /** @param summarize fails only when nothing can be told */
  constructor(clock: Clock, summarize: () => Promise<LedgerSummary>) {
    this.#clock = clock;
    this.#summarize = summarize;
  }

  /** The listener takes the place of the one before. @throws what `summarize` throws */
  async begin(listener: Listener): Promise<void> {
    this.#listener = listener;
    listener(await this.#summarize());
  }

  changed(): void {
    this.#isDue = true;
    if (!this.#isBusy) void this.#tell();
  }

  async #tell(): Promise<void> {
    this.#isBusy = true;
    while (this.#isDue && this.#listener !== null) {
      this.#isDue = false;
      // A summary that fails now is followed by another one.
      const summary = await this.#summarize().catch(() => null);
      if (summary !== null) this.#listener(summary);
      await new Promise<void>((resolve) => void this.#clock.setTimer(PAUSE_MS, resolve));
    }
    this.#isBusy = false;
  }
}
