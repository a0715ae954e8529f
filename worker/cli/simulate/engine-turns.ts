/** One engine for all simulated peers: its calls must not overlap, so whoever wants it waits for a turn. */
import type { Engine } from "../../../shared/ports/engine.ts";

export class EngineTurns {
  readonly #engine: Engine;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** @throws what `work` throws */
  take<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
    this.#waiting++;
    const done = this.#last.then(() => work(this.#engine)).finally(() => this.#waiting--);
    this.#last = done.catch(() => undefined); // whoever asked for the turn gets the error
    return done;
  }

  /** Resolves when nobody waits for the engine and all that its results set off has run: only timers are left. */
  async settle(): Promise<void> {
    do {
      await this.#last;
      await new Promise<void>((resolve) => setImmediate(resolve));
    } while (this.#waiting > 0);
  }
}
