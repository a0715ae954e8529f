/**
 * What the page may ask before a project is published: what files hold, which models could learn it, and a trial. Types only; plain data. What cannot be
 * answered is answered with a problem, never with an exception. No part of it asks the network.
 */
import type { DataKind } from "../shared/data/detect.ts";
import type { Problem } from "../shared/problems/problem.ts";
import type { Change, TrialVerdict } from "../shared/project/trial.ts";
import type { ModelName } from "../shared/training/defaults.ts";
import type { ComputeOptions, RunDescription } from "./api.ts";

export type TrialAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

/** What the files hold. */
export interface DataLook {
  readonly kind: DataKind;
  /** Samples to learn from, and held out. */
  readonly trainCount: number;
  readonly testCount: number;
  /** The tokenizer.json that cut the text; null when every character, or byte, is a token. */
  readonly tokenizer: { readonly algorithm: string; readonly size: number } | null;
  /** Models that can learn it; smaller ones first, one of them recommended. */
  readonly models: readonly ModelOffer[];
}

export interface ModelOffer {
  readonly name: ModelName;
  readonly isRecommended: boolean;
  readonly parameterCount: number;
  /** An update of one peer in one round, at most. */
  readonly updateBytes: number;
  /** One training step, the runtime itself not counted. */
  readonly memoryBytes: number;
  /** Floating-point operations of one step. */
  readonly stepFlops: number;
}

export interface TrialStep {
  /** From 1. */
  readonly step: number;
  readonly loss: number;
  /** Milliseconds from the start of the first step to the end of this one. */
  readonly elapsedMs: number;
}

export interface TrialResult {
  readonly verdict: TrialVerdict;
  readonly training: Change;
  readonly heldOut: Change;
  readonly lossUnit: RunDescription["lossUnit"];
  /** Middle one of all steps. */
  readonly stepMs: number;
  /** Steps that this computer takes in one round, all of its time given. */
  readonly roundSteps: number;
  readonly roundMs: number;
  /** The update of these steps, as it would be sent. */
  readonly updateBytes: number;
  readonly memoryBytes: number;
}

export interface TrialApi {
  /** Reads the files, for what follows. */
  look(files: readonly File[]): Promise<TrialAnswer<DataLook>>;
  /**
   * Takes TRIAL_STEPS steps on the files that were looked at.
   * @param onStep hears of every step before the answer comes
   */
  run(
    model: ModelName,
    backend: ComputeOptions["backend"],
    onStep: (step: TrialStep) => void | Promise<void>,
  ): Promise<TrialAnswer<TrialResult>>;
}
