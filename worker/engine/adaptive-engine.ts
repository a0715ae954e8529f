/**
 * An engine that chooses where it runs, and moves when the choice turns out wrong: to another thread count when steps slow down, to the next backend
 * when a device is lost. Steps taken while comparing thread counts are real training steps, because on WASM the bits do not depend on the count.
 */
import { must } from "../../shared/core/assert.ts";
import { TabloomError } from "../../shared/core/errors.ts";
import type { Batch, Engine, Evaluation, TrainingState } from "../../shared/ports/engine.ts";
import type { EnginePlan } from "../../shared/training/engine-plan.ts";
import type { EngineProfile } from "../../shared/training/engine-profile.ts";
import type { BackendName, BackendRefusal, ChoiceReason } from "../api.ts";
import type { BackendCandidate, BackendSurvey } from "./backends.ts";
import type { EngineBackend } from "./engine-worker.ts";
import type { RemoteEngine } from "./remote-engine.ts";
import { StepTimes } from "./step-times.ts";

/** Steps timed on each thread count before they are compared. */
const TRIAL_STEPS = 5;
/** Steps this much slower than when the thread count was chosen start a new comparison: 1.3 would follow every busy second. */
const SLOWDOWN_RATIO = 1.6;
/** At most one comparison in this time, because each one starts a worker. */
const TRIAL_PAUSE_MS = 60_000;

/** What WASM may claim before its worker has passed the conformance probe. */
const NOT_PROBED: EngineProfile = {
  kind: "wasm-unverified",
  reason: "",
};

/** Errors that another backend would repeat: they are about the data or the plan, not about the device. */
const NOT_THE_DEVICE: ReadonlySet<string> = new Set([
  "NonFiniteError",
  "ShapeError",
  "ModelSpecError",
  "AssertionError",
]);

/** The engine now runs elsewhere, from the last good state: ask `read()` for its step and go on there. */
export class EngineMovedError extends TabloomError {
  override readonly name = "EngineMovedError";
}

/** No backend is left. The message says why each one was refused. */
export class BackendError extends TabloomError {
  override readonly name = "BackendError";
}

export interface BackendChoice {
  readonly backend: BackendName;
  readonly threadCount: number;
  readonly reason: ChoiceReason;
  readonly refusals: readonly BackendRefusal[];
  readonly profile: EngineProfile;
}

export interface AdaptiveEngineOptions {
  readonly plan: EnginePlan;
  readonly survey: BackendSurvey;
  open(plan: EnginePlan, backend: EngineBackend): Promise<RemoteEngine>;
  nowMs(): number;
  /** Told whenever the choice changes. */
  onChoice(choice: BackendChoice): void;
}

/** An engine that runs, with what is known of its speed and its bits. */
interface Runner {
  readonly engine: RemoteEngine;
  readonly name: BackendName;
  readonly threadCount: number;
  readonly times: StepTimes;
  profile: EngineProfile;
}

export class AdaptiveEngine implements Engine {
  readonly #options: AdaptiveEngineOptions;
  readonly #refusals: BackendRefusal[];
  #candidates: readonly BackendCandidate[];
  #runner: Runner | null = null;
  /** The other thread count, already measured, while a comparison runs. */
  #rival: Runner | null = null;
  #hasCompared = false;
  #comparedAtMs = 0;
  #comparedStepMs = Infinity;
  /** Why the current choice was made. */
  #reason: ChoiceReason = { kind: "measuring" };
  /** What survives a lost device: the state last written or read. */
  #lastGood: TrainingState | null = null;
  #isDisposed = false;

  constructor(options: AdaptiveEngineOptions) {
    this.#options = options;
    this.#refusals = [...options.survey.refusals];
    this.#candidates = options.survey.candidates;
  }

  /** Opens the first backend that works, so that everything training needs is loaded. @throws BackendError when none does */
  async open(): Promise<void> {
    if (!this.#runner) await this.#openNext();
  }

  /** Opens a backend where none is open. @throws BackendError when none works */
  async write(state: TrainingState): Promise<void> {
    this.#lastGood = state;
    if (this.#runner) await this.#call((engine) => engine.write(state));
    else await this.#openNext();
  }

  async read(): Promise<TrainingState> {
    const state = await this.#call((engine) => engine.read());
    this.#lastGood = state;
    return state;
  }

  /** @throws EngineMovedError besides what every engine throws; so do the calls below */
  async step(batch: Batch, learningRate: number): Promise<number> {
    const startMs = this.#options.nowMs();
    const loss = await this.#call((engine) => engine.step(batch, learningRate));
    this.#current().times.add(this.#options.nowMs() - startMs);
    await this.#probe();
    await this.#compareThreadCounts();
    return loss;
  }

  /** What the work of the next step may claim. */
  get profile(): EngineProfile {
    return this.#current().profile;
  }

  gradient(batch: Batch): Promise<{ loss: number; gradient: Float32Array }> {
    return this.#call((engine) => engine.gradient(batch));
  }

  evaluate(batch: Batch): Promise<Evaluation> {
    return this.#call((engine) => engine.evaluate(batch));
  }

  /** An engine that is being opened ends as soon as it is open. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.#release();
  }

  async #release(): Promise<void> {
    await this.#runner?.engine.dispose();
    await this.#rival?.engine.dispose();
    this.#runner = this.#rival = null;
  }

  async #call<T>(work: (engine: RemoteEngine) => Promise<T>): Promise<T> {
    try {
      return await work(this.#current().engine);
    } catch (error) {
      if (error instanceof Error && NOT_THE_DEVICE.has(error.name)) throw error;
      const reason = failure(error);
      const [lost, ...rest] = this.#candidates;
      this.#refusals.push({ backend: must(lost, "a backend runs that was no candidate").name, reason });
      this.#candidates = rest;
      await this.#release();
      await this.#openNext();
      throw new EngineMovedError(`training moved to another backend: ${reason.error}`, { cause: error });
    }
  }

  /** Opens the first candidate that works and gives it the last good state, if there is one yet. */
  async #openNext(): Promise<void> {
    const state = this.#lastGood;
    for (const candidate of this.#candidates) {
      if (this.#isDisposed) break;
      try {
        // One thread starts fastest; whether more are faster is measured while training runs.
        const engine =
          candidate.engine.kind === "wasm" ? { ...candidate.engine, threadCount: 1 } : candidate.engine;
        this.#runner = await this.#open(candidate.name, engine, state);
        this.#hasCompared = false;
        this.#announce({ kind: OPENING[candidate.name] });
        return;
      } catch (error) {
        this.#refusals.push({ backend: candidate.name, reason: failure(error) });
        this.#candidates = this.#candidates.slice(1);
      }
    }
    throw new BackendError(this.#refusals.map(describe).join(" "));
  }

  async #open(name: BackendName, backend: EngineBackend, state: TrainingState | null): Promise<Runner> {
    const engine = await this.#options.open(this.#options.plan, backend);
    try {
      if (state && !this.#isDisposed) await engine.write(state);
      if (this.#isDisposed) throw new BackendError("the engine was closed while it was opened");
    } catch (error) {
      await engine.dispose();
      throw error;
    }
    const threadCount = backend.kind === "wasm" ? backend.threadCount : 1;
    const profile: EngineProfile = backend.kind === "wasm" ? NOT_PROBED : { kind: "gpu-float" };
    return { engine, name, threadCount, times: new StepTimes(), profile };
  }

  /** Every WASM worker is probed, once: not before its first steps, which people wait for, but before its speed is judged. */
  async #probe(): Promise<void> {
    const runner = this.#current();
    if (runner.profile !== NOT_PROBED || runner.times.count < TRIAL_STEPS) return;
    runner.profile = await this.#call((engine) => engine.probe());
    if (!this.#rival) this.#announce(this.#reason); // else the comparison ends with an announcement
  }

  /** Runs after every step; does something only at the ends of a comparison. */
  async #compareThreadCounts(): Promise<void> {
    const [candidate] = this.#candidates;
    const runner = this.#current();
    if (
      candidate?.engine.kind !== "wasm" ||
      candidate.engine.threadCount === 1 ||
      runner.times.count < TRIAL_STEPS
    )
      return;
    if (this.#rival) await this.#settle(runner, this.#rival);
    else if (this.#isComparisonDue(runner)) await this.#startTrial(runner, candidate.engine.threadCount);
  }

  #isComparisonDue({ times }: Runner): boolean {
    if (!this.#hasCompared) return true;
    return (
      times.medianMs > SLOWDOWN_RATIO * this.#comparedStepMs &&
      this.#options.nowMs() - this.#comparedAtMs > TRIAL_PAUSE_MS
    );
  }

  async #startTrial(runner: Runner, mostThreads: number): Promise<void> {
    const threadCount = runner.threadCount === 1 ? mostThreads : 1;
    const state = await this.read();
    try {
      this.#rival = runner;
      this.#runner = await this.#open(runner.name, { kind: "wasm", threadCount }, state);
    } catch (error) {
      this.#runner = runner;
      this.#rival = null;
      this.#rememberComparison(runner);
      this.#announce({ kind: "not-started", threadCount, error: failure(error).error });
    }
  }

  async #settle(runner: Runner, rival: Runner): Promise<void> {
    const [faster, slower] =
      runner.times.medianMs <= rival.times.medianMs ? [runner, rival] : [rival, runner];
    if (faster === rival) {
      const state = await this.read();
      [this.#runner, this.#rival] = [rival, runner];
      await this.#call((engine) => engine.write(state)); // it may have died while the other one ran
    }
    this.#rival = null;
    await slower.engine.dispose();
    this.#rememberComparison(faster);
    this.#announce({
      kind: "faster",
      threadCount: faster.threadCount,
      stepMs: faster.times.medianMs,
      otherThreadCount: slower.threadCount,
      otherStepMs: slower.times.medianMs,
    });
  }

  #rememberComparison({ times }: Runner): void {
    this.#hasCompared = true;
    this.#comparedAtMs = this.#options.nowMs();
    this.#comparedStepMs = times.medianMs;
  }

  #announce(reason: ChoiceReason): void {
    this.#reason = reason;
    const { name, threadCount, profile } = this.#current();
    const backend = name === "wasm-threads" && threadCount === 1 ? "wasm" : name;
    this.#options.onChoice({ backend, threadCount, reason, refusals: this.#refusals.slice(), profile });
  }

  #current(): Runner {
    return must(this.#runner, "the engine was used before open() or after dispose()");
  }
}

const OPENING = { webgpu: "graphics", "wasm-threads": "measuring", wasm: "one-thread" } as const;

const failure = (error: unknown) =>
  ({ kind: "failed", error: error instanceof Error ? error.message : String(error) }) as const;

const describe = ({ backend, reason }: BackendRefusal): string =>
  `${backend}: ${reason.kind === "failed" ? reason.error.replace(/\.$/, "") : reason.kind}.`;
