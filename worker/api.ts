/**
 * What the page may ask of the worker, and what the worker tells the page. Types only; the page talks to it through
 * comlink. Errors cross the boundary as events with a code and values, never as exceptions; the page finds the words.
 */

import type { Hash, PeerId } from "../shared/core/ids.ts";
import type { Problem } from "../shared/problems/problem.ts";
import type { ModelName } from "../shared/training/defaults.ts";
import type { EngineProfile } from "../shared/training/engine-profile.ts";
import type { LossCurves } from "../shared/training/loss-history.ts";
import type { SwarmView } from "./swarm/swarm-view.ts";

/** What is trained. Files become a project of their own, which others join by its link. */
export type ProjectSource =
  /** `project` of the page's address: an id or the name of a built-in project; null for the main one. */
  | { readonly kind: "project"; readonly link: string | null }
  | {
      readonly kind: "files";
      readonly files: readonly File[];
      /** What the project's maker says; without it the files' names and sizes decide. */
      readonly wishes?: ProjectWishes;
    };

/** Texts that strangers will read: control characters are left out of them, and what is too long is cut (shared/project/manifest.ts). */
export interface ProjectWishes {
  readonly name: string;
  /** One sentence; may be empty. */
  readonly question: string;
  readonly licence: string;
  /** Of the kind that the files ask for. */
  readonly model: ModelName;
}

/** Share of the time that the device computes: 25 %, 50 %, 100 %. */
export type Intensity = "light" | "half" | "full";

export type BackendName = "webgpu" | "wasm-threads" | "wasm";

export interface ComputeOptions {
  readonly intensity: Intensity;
  /** `auto` tries WebGPU, then WASM with threads, then WASM. A name starts there (also on a software graphics device) and falls back from it. */
  readonly backend: "auto" | BackendName;
}

/** Why a backend computes, with as many threads as it does. Times are medians, in milliseconds. */
export type ChoiceReason =
  /** How many threads are fastest is being measured. */
  | { readonly kind: "measuring" }
  | { readonly kind: "graphics" }
  | { readonly kind: "one-thread" }
  | {
      readonly kind: "faster";
      readonly threadCount: number;
      readonly stepMs: number;
      readonly otherThreadCount: number;
      readonly otherStepMs: number;
    }
  /** So many threads could not be started. */
  | { readonly kind: "not-started"; readonly threadCount: number; readonly error: string };

/** Why a backend does not compute. */
export type RefusalReason =
  | { readonly kind: "no-webgpu" | "no-adapter" | "software" | "not-isolated" | "one-core" }
  | { readonly kind: "failed"; readonly error: string };

export interface BackendRefusal {
  readonly backend: BackendName;
  readonly reason: RefusalReason;
}

export interface TrainingRequest extends ComputeOptions {
  readonly source: ProjectSource;
  /** Others do not see this computer's network address; needs a TURN server in the operator's configuration. */
  readonly isRelayOnly: boolean;
  /**
   * Origin of the page that holds this one in a frame, as shared/core/site.ts spells it: it stands in the records of the work. With it no person begins here:
   * the device belongs to nobody until somebody claims it, and can do nothing but give. Absent on a page of its own.
   */
  readonly site?: string;
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

/** The project that this tab trains. */
export interface ProjectView {
  readonly id: Hash;
  readonly name: string;
  /** Value of `?project=` that leads here. */
  readonly link: string;
  /** Device that signed the manifest; null for a built-in one. */
  readonly owner: PeerId | null;
}

/** The event that ends a problem of a run; null where only another start does. */
export type ProblemEnd = "saved" | "receipts-kept" | null;

export type TrainerEvent =
  | { readonly kind: "state"; readonly state: RunState }
  /** Whether another tab of this browser trains, and this one waits until it has ended. */
  | { readonly kind: "elsewhere"; readonly isElsewhere: boolean }
  | { readonly kind: "described"; readonly run: RunDescription; readonly project: ProjectView }
  /** Manifest and data come from peers. */
  | { readonly kind: "fetching"; readonly receivedBytes: number; readonly totalBytes: number }
  /** At most five times a second. */
  | { readonly kind: "swarm"; readonly swarm: SwarmView }
  | {
      readonly kind: "backend";
      readonly backend: BackendName;
      readonly threadCount: number;
      readonly reason: ChoiceReason;
      readonly refusals: readonly BackendRefusal[];
      /** What the work may claim; a WASM backend claims nothing until the conformance probe has run. */
      readonly profile: EngineProfile;
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
  /** The head is on this computer's disk. */
  | { readonly kind: "saved"; readonly step: number; readonly head: Hash }
  /** Receipts are on this computer's disk, after some could not be kept. */
  | { readonly kind: "receipts-kept" }
  | { readonly kind: "problem"; readonly problem: Problem; readonly until: ProblemEnd };

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

/** What an earlier visit trained and saved. */
export interface SavedRun {
  readonly run: RunDescription;
  /** Goes on with it: a source of kind "project". */
  readonly link: string;
  readonly round: number;
  readonly step: number;
  readonly curves: LossCurves;
  /** Milliseconds since 1970. */
  readonly savedAtMs: number;
}

/** A port whose other end the page serves with web/transport/transport-host.ts; one for each session. */
export type OpenNetworkPort = () => Promise<MessagePort>;

export interface TrainerApi {
  /** Registers the one listener; events arrive in order. Call first. */
  listen(listener: (event: TrainerEvent) => void): Promise<void>;
  /** Lends the worker the page's connections. Call before `start`. */
  attachNetwork(openPort: OpenNetworkPort): Promise<void>;
  /** The project that was trained last, or null. */
  savedRun(): Promise<SavedRun | null>;
  /** Joins a project, from the head that this computer kept of it if any. Resolves when training ended. */
  start(request: TrainingRequest): Promise<void>;
  setIntensity(intensity: Intensity): Promise<void>;
  /** Leaves the swarm at once and ends training within one step. Resolves when nothing computes any more. */
  stop(): Promise<void>;
}
