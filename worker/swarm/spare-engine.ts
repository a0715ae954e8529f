/** A second engine in the exact profile, for tabs that train on the graphics chip: it checks others' work beside the training. Opened when it is first needed. */
import type { Engine } from "../../shared/ports/engine.ts";
import type { Clock } from "../../shared/ports/clock.ts";
import type { EngineReplayer } from "./engine-replayer.ts";

/** Between two looks for something to do: the allowance of audits grows meanwhile. */
const PAUSE_MS = 1_000;

export class SpareEngine {
  readonly #open: () => Promise<Engine>;
  readonly #clock: Clock;
  readonly #onProblem: (error: unknown) => void;
  #engine: Promise<Engine> | null = null;
  #replayer: EngineReplayer | null = null;
  #isRunning = false;
  #isDisposed = false;

  /** @param open opens an engine of the exact profile for the project's plan */
  constructor(open: () => Promise<Engine>, clock: Clock, onProblem: (error: unknown) => void) {
    this.#open = open;
    this.#clock = clock;
    this.#onProblem = onProblem;
  }

  /** Whose replays it computes. */
  serve(replayer: EngineReplayer): void {
    this.#replayer = replayer;
  }

  /** There may be something to do. */
  wake(): void {
    if (this.#isRunning || this.#isDisposed) return;
    this.#isRunning = true;
    void this.#run();
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.#close();
  }

  async #close(): Promise<void> {
    const opening = this.#engine;
    this.#engine = null;
    const engine = await opening?.catch(() => null); // whoever opened it was told
    await engine?.dispose();
  }

  async #run(): Promise<void> {
    try {
      while (this.#replayer?.hasWork === true && !this.#isDisposed) {
        const engine = await (this.#engine ??= this.#open());
        await this.#replayer.spend(engine, () => this.#isDisposed);
        await new Promise<void>((resolve) => {
          this.#clock.setTimer(PAUSE_MS, resolve);
        });
      }
    } catch (error) {
      if (!this.#isDisposed) this.#onProblem(error);
      await this.#close().catch(() => undefined); // what broke it was told
    } finally {
      this.#isRunning = false;
    }
  }
}
