/** The RoundTrainer port on an engine: one round at a time, and between rounds whatever else needs the engine (evaluation, samples). */
import { assert } from "../../shared/core/assert.ts";
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import type { Dataset } from "../../shared/data/dataset.ts";
import type { Engine } from "../../shared/ports/engine.ts";
import type { RoundJob, RoundResult, RoundTrainer, RunningRound } from "../../shared/ports/round-trainer.ts";
import { type Evaluated, evaluateOn } from "../../shared/training/evaluate.ts";
import { trainRound } from "../../shared/training/local-round.ts";
import type { ProjectPlan } from "../../shared/training/project-plan.ts";

/** Samples per evaluation: enough for two digits of the loss. */
const EVALUATION_SAMPLES = 96;

export interface RoundTrainerOptions {
  readonly engine: Engine;
  readonly dataset: Dataset;
  readonly plan: ProjectPlan;
  readonly project: Hash;
  readonly device: PeerId;
  /** Milliseconds that only go up. */
  readonly nowMs: () => number;
  /** Whether the engine computes in the exact profile now: only then others can compare θ on the way. */
  readonly isExact: () => boolean;
  /** Rests after `busyMs` of computing, as the duty cycle asks; ends early when the signal aborts. */
  readonly rest: (busyMs: number, signal: AbortSignal) => Promise<void>;
  /** Looks at the head's θ, which the engine holds, before a round trains on it. */
  readonly beforeRound?: (job: RoundJob, engine: Engine, shouldStop: () => boolean) => Promise<void>;
}

export class EngineRoundTrainer implements RoundTrainer {
  readonly #options: RoundTrainerOptions;
  /** Settles when the engine is free; calls of an engine must not overlap. */
  #engineFree: Promise<unknown> = Promise.resolve();
  /** The round that runs, or null. */
  #round: Turn | null = null;
  /** What uses the engine between rounds, if anything; a round ends it. */
  #inspection: Turn | null = null;

  constructor(options: RoundTrainerOptions) {
    this.#options = options;
  }

  start(job: RoundJob, onStep: (steps: number, loss: number) => void): RunningRound {
    assert(this.#round === null, "a round was started before the one before had ended");
    this.#inspection?.stop();
    const turn = new Turn();
    this.#round = turn;
    const trained = this.#whenFree(() => (turn.isCancelled ? null : this.#train(job, onStep, turn)));
    const result = Promise.race([turn.cancelled, trained]).finally(() => {
      if (this.#round === turn) this.#round = null;
    });
    return {
      stop: () => turn.stop(),
      cancel: () => {
        turn.cancel();
        if (this.#round === turn) this.#round = null;
      },
      result,
    };
  }

  /** Loss on the held-out part with this θ, or null when a round needed the engine first. */
  evaluate(parameters: Float32Array): Promise<Evaluated | null> {
    const { dataset, plan } = this.#options;
    return this.inspect(parameters, (engine, shouldStop) =>
      evaluateOn(engine, dataset, {
        batchSize: plan.batchSize,
        maxSamples: Math.min(EVALUATION_SAMPLES, dataset.sampleCount("test")),
        shouldStop,
      }),
    );
  }

  /**
   * Lends the engine, holding this θ, to `work` (a sample, a measurement) between rounds. A round that starts meanwhile waits until `work`
   * has noticed `shouldStop`.
   * @returns null when a round runs, or came in between, or the engine moved to another backend
   */
  inspect<T>(
    parameters: Float32Array,
    work: (engine: Engine, shouldStop: () => boolean) => Promise<T>,
  ): Promise<T | null> {
    if (this.#round || this.#inspection) return Promise.resolve(null);
    const turn = new Turn();
    this.#inspection = turn;
    return this.#whenFree(async () => {
      if (turn.shouldStop) return null;
      const { engine } = this.#options;
      await engine.write({ parameters, optimizerState: new Float32Array(0), step: 0 });
      const result = await work(engine, () => turn.shouldStop);
      return turn.shouldStop ? null : result;
    })
      .catch((error: unknown) => {
        if (hasMoved(error)) return null;
        throw error;
      })
      .finally(() => {
        this.#inspection = null;
      });
  }

  /** Trains the round; again from its head's θ when the engine moved, so that no step of a lost device counts. */
  async #train(
    job: RoundJob,
    onStep: (steps: number, loss: number) => void,
    turn: Turn,
  ): Promise<RoundResult | null> {
    const { engine, dataset, plan, project, device, nowMs, rest, isExact } = this.#options;
    for (;;) {
      try {
        await this.#lookAt(job, turn);
        let startMs = nowMs();
        return await trainRound(
          engine,
          plan,
          dataset,
          { ...job, project, device },
          {
            windowSteps: isExact() ? job.windowSteps : 0,
            shouldStop: (steps) => turn.shouldStop || steps >= job.maxSteps,
            onStep: async (steps, loss) => {
              if (turn.isCancelled) return;
              onStep(steps, loss);
              if (steps < job.maxSteps) await rest(nowMs() - startMs, turn.signal);
              startMs = nowMs();
            },
          },
        );
      } catch (error) {
        if (turn.isCancelled) return null;
        if (!hasMoved(error)) throw error;
      }
    }
  }

  async #lookAt(job: RoundJob, turn: Turn): Promise<void> {
    const { engine, beforeRound } = this.#options;
    if (!beforeRound) return;
    await engine.write({ parameters: job.parameters, optimizerState: new Float32Array(0), step: 0 });
    await beforeRound(job, engine, () => turn.shouldStop);
  }

  #whenFree<T>(work: () => Promise<T> | T): Promise<T> {
    const done = this.#engineFree.then(work);
    this.#engineFree = done.catch(() => undefined); // whoever asked for it gets the error
    return done;
  }
}

/** Somebody's turn with the engine, which may be asked to end it. */
class Turn {
  readonly #stopping = new AbortController();
  readonly #cancelling = new AbortController();
  /** Fulfilled with null on cancel. */
  readonly cancelled = new Promise<null>((resolve) => {
    this.#cancelling.signal.addEventListener("abort", () => resolve(null));
  });

  /** Aborts on stop and on cancel: ends a rest. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  get shouldStop(): boolean {
    return this.#stopping.signal.aborted;
  }

  get isCancelled(): boolean {
    return this.#cancelling.signal.aborted;
  }

  stop(): void {
    this.#stopping.abort();
  }

  cancel(): void {
    this.#cancelling.abort();
    this.stop();
  }
}

/** AdaptiveEngine's errors are told apart by name, because some cross a worker boundary. */
function hasMoved(error: unknown): boolean {
  return error instanceof Error && error.name === "EngineMovedError";
}
