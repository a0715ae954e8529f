/**
 * What the page may ask of the worker, and what the worker tells the page. Types only; the page talks to it through
 * comlink. Errors cross the boundary as events with a sentence for people, never as exceptions.
 */

import type { LossCurves } from "../shared/training/loss-history.ts";

/** Where the training data comes from. `stories` is the built-in project that needs no download. */
export type DataSource =
  | { readonly kind: "stories" }
  | { readonly kind: "files"; readonly files: readonly File[] };

/** Share of the time that the device computes: 25 %, 50 %, 100 %. */
export type Intensity = "light" | "half" | "full";

export type BackendName = "webgpu" | "wasm-threads" | "wasm";

export interface ComputeOptions {
  readonly intensity: Intensity;
  /** `auto` tries WebGPU, then WASM with threads, then WASM. A name starts there (also on a software graphics device) and falls back from it. */
  readonly backend: "auto" | BackendName;
}

export interface TrainingRequest extends ComputeOptions {
  readonly source: DataSource;
}

export type RunState =
  /** Nothing runs. */
  | "idle"
  /** Reading data, loading the runtime, building the model. */
  | "preparing"
  | "training"
  /** Stop was asked for; takes effect within one step. */
  | "stopping"
  /** Training cannot go on; a problem event says why. */
  | "failed";

export interface RunDescription {
  /** "Stories from the weaving village", or the file's name. */
  readonly dataName: string;
  /** "gpt nano". */
  readonly modelName: string;
  readonly parameterCount: number;
  /** What throughput counts. */
  readonly unit: "tokens" | "rows" | "images";
  /** What the loss is measured in. */
  readonly lossUnit: "nats per token" | "nats per row" | "nats per image" | "squared deviations";
}

/** A sentence that says what happened, and one that says what was kept and what to do. */
export interface Problem {
  readonly title: string;
  readonly advice: string;
}

export type TrainerEvent =
  | { readonly kind: "state"; readonly state: RunState; readonly detail: string }
  | { readonly kind: "described"; readonly run: RunDescription }
  | {
      readonly kind: "backend";
      readonly backend: BackendName;
      readonly threadCount: number;
      /** Why this backend and thread count, in a sentence. */
      readonly reason: string;
      readonly refusals: readonly { readonly backend: BackendName; readonly reason: string }[];
    }
  | {
      readonly kind: "progress";
      readonly step: number;
      readonly loss: number;
      readonly unitsPerSecond: number;
      readonly stepMs: number;
    }
  | {
      readonly kind: "evaluation";
      readonly step: number;
      readonly loss: number;
      readonly accuracy: number | null;
    }
  | { readonly kind: "sample"; readonly step: number; readonly sample: Sample }
  | { readonly kind: "saved"; readonly step: number; readonly parametersHash: string }
  | { readonly kind: "problem"; readonly problem: Problem };

/** What the model says now: a text that it wrote, or answers to questions from the held-out part. */
export type Sample =
  | { readonly kind: "text"; readonly prompt: string; readonly text: string }
  | {
      readonly kind: "answers";
      readonly answers: readonly {
        readonly question: string;
        readonly answer: string;
        readonly truth: string;
      }[];
    };

/** A run that an earlier visit saved. */
export interface SavedRun {
  readonly run: RunDescription;
  readonly step: number;
  readonly curves: LossCurves;
  /** Milliseconds since 1970. */
  readonly savedAtMs: number;
}

export interface TrainerApi {
  /** Registers the one listener; events arrive in order. Call first. */
  listen(listener: (event: TrainerEvent) => void): Promise<void>;
  /** The run that can be resumed, or null. */
  savedRun(): Promise<SavedRun | null>;
  /** Starts a new run; it replaces the saved one at its first checkpoint. Resolves when training ended. */
  start(request: TrainingRequest): Promise<void>;
  /** Goes on from the saved run. Resolves when training ended. */
  resume(options: ComputeOptions): Promise<void>;
  setIntensity(intensity: Intensity): Promise<void>;
  /** Stops within one step and saves. Resolves when nothing computes any more. */
  stop(): Promise<void>;
}
