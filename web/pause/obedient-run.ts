/** The run, brought into line with each decision: it rests at once, and begins again when nothing speaks against it for a moment. */
import type { Intensity, ProjectSource } from "../../worker/api.ts";
import type { RunController } from "../run/run-controller.ts";
import type { Rest, Run, SlowReason } from "./decide.ts";

/** So long must nothing speak against it: a plug with a bad contact, or somebody who leafs through tabs, must not restart the engine each time. */
export const RESUME_DELAY_MS = 2000;

/** What the visitor wants this tab to train. */
export interface Wish {
  readonly source: ProjectSource;
  readonly isRelayOnly: boolean;
}

export class ObedientRun {
  readonly #run: RunController;
  /** Why nothing runs; null while something does, or nothing should. */
  rest: Rest | null = null;
  slowed: SlowReason | null = null;
  /** From the start of a run until it has ended. */
  isRunning = false;
  /** What the run was last told. */
  intensity: Intensity = "half";
  /** The visitor has just asked for it: nothing is waited for. */
  #isHurried = false;
  /** Since when nothing speaks against running. */
  #clearSinceMs: number | null = null;

  constructor(run: RunController) {
    this.#run = run;
  }

  /** It begins, the next time that it may, without waiting. */
  hurry(): void {
    this.#isHurried = true;
  }

  /** Nothing is wished any more. What runs is the caller's to stop. */
  release(): void {
    this.rest = this.slowed = this.#clearSinceMs = null;
    this.isRunning = this.#isHurried = false;
  }

  follow(decision: Run | Rest, wish: Wish, nowMs: number): void {
    const { state } = this.#run.view();
    if (state === "idle") this.isRunning = false;
    if (decision.kind === "rest") this.#restFor(decision);
    else if (!this.isRunning) this.#begin(decision, wish, nowMs);
    // A stop is for the rest that has just ended: the run begins again as soon as that is done.
    else if (state !== "stopping") this.#adjust(decision);
  }

  #restFor(rest: Rest): void {
    this.rest = rest;
    this.slowed = this.#clearSinceMs = null;
    this.#isHurried = false;
    if (this.isRunning) this.#run.stop(); // more than once does no harm
  }

  #adjust({ intensity, slowed }: Run): void {
    this.rest = null;
    this.slowed = slowed;
    if (intensity === this.intensity) return;
    this.intensity = intensity;
    this.#run.setIntensity(intensity);
  }

  #begin({ intensity, slowed }: Run, { source, isRelayOnly }: Wish, nowMs: number): void {
    this.#clearSinceMs ??= nowMs;
    if (!this.#isHurried && nowMs - this.#clearSinceMs < RESUME_DELAY_MS) {
      this.rest = { kind: "rest", reason: "resuming", untilMs: null, remedy: null };
      return;
    }
    if (this.#run.view().state === "stopping") return; // what ran for the wish before this one
    this.rest = this.#clearSinceMs = null;
    this.#isHurried = false;
    this.isRunning = true;
    this.slowed = slowed;
    this.intensity = intensity;
    this.#run.start(source, { intensity, isRelayOnly });
  }
}
