/**
 * What the page may ask about a project and the model that has come of it, apart from training: what it is, what it says, and its files. Types only; plain
 * data. A project is named as in the page's address (`?project=`): an id, a built-in name, or null for the main one. What cannot be answered is answered
 * with a fault, never with an exception.
 */
import type { Hash, PeerId } from "../shared/core/ids.ts";
import type { DataKind } from "../shared/data/detect.ts";
import type { RunDescription } from "./api.ts";

/** Why there is no answer. */
export type ModelFault =
  /** The link names no project. */
  | { readonly kind: "no-project" }
  /** Nobody has sent its manifest to this browser. */
  | { readonly kind: "not-here" }
  /** Nobody has trained it in this browser: there is only what it began with. */
  | { readonly kind: "no-head" }
  /** The head that is kept here is not what its certificate says. */
  | { readonly kind: "damaged" }
  /** The data are not here, and with them the model's words and scales. */
  | { readonly kind: "no-data" }
  /** The model reads something else than it was given. */
  | { readonly kind: "bad-input" }
  /** Something else, with what the browser said. */
  | { readonly kind: "failed"; readonly detail: string };

export type ModelAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: ModelFault };

/** What a manifest says, and what this browser keeps of the project. */
export interface ProjectCard extends Pick<
  RunDescription,
  "modelName" | "parameterCount" | "unit" | "lossUnit"
> {
  readonly id: Hash;
  readonly name: string;
  /** Device that signed the manifest; null for a built-in project. */
  readonly owner: PeerId | null;
  /** As its owner put them; may be empty. */
  readonly question: string;
  readonly licence: string;
  readonly data: DataCard;
  readonly rules: RulesCard;
  /** Null: nobody has trained it in this browser yet. */
  readonly head: HeadCard | null;
}

export type DataCard =
  /** Every tab computes them. */
  | { readonly kind: "stories"; readonly characterCount: number }
  | {
      readonly kind: DataKind;
      readonly files: readonly { readonly name: string; readonly sizeBytes: number }[];
    };

export interface RulesCard {
  /** Time of a round, in milliseconds. */
  readonly roundMs: number;
  /** Inner steps of one round, at most. */
  readonly maxSteps: number;
  readonly samplesPerStep: number;
  readonly unitsPerStep: number;
  readonly optimizer: "muon" | "adamw";
}

export interface HeadCard {
  readonly round: number;
  /** Inner steps per peer that it stands for. */
  readonly step: number;
  readonly hash: Hash;
  /** Milliseconds since 1970. */
  readonly savedAtMs: number;
  /** On the held-out part, and on what was learned from; null where nobody measured. */
  readonly heldOut: LossChange | null;
  readonly training: LossChange | null;
}

/** What this browser measured first and last. */
export interface LossChange {
  readonly first: number;
  readonly last: number;
}

/** What the model reads, and something to begin with. */
export type TrialForm =
  /** `prompts`: beginnings from the held-out part. */
  | { readonly kind: "text"; readonly prompts: readonly string[] }
  | {
      readonly kind: "table";
      readonly target: string;
      readonly columns: readonly TrialColumn[];
    }
  /** `window` values of the column predict the next one. */
  | { readonly kind: "series"; readonly target: string; readonly window: number }
  | { readonly kind: "images"; readonly width: number; readonly height: number };

export type TrialColumn =
  | { readonly kind: "numeric"; readonly name: string }
  | { readonly kind: "categorical"; readonly name: string; readonly labels: readonly string[] };

/** A sample of the held-out part, with the right answer. */
export type TrialExample =
  /** A cell for each column, or a value for each place of the window; empty where missing. */
  | { readonly kind: "row"; readonly cells: readonly string[]; readonly truth: string }
  /** 0 to 255, [height × width]. */
  | { readonly kind: "pixels"; readonly pixels: Uint8Array; readonly truth: string };

export type Prediction =
  /** Most likely first; the shares of all classes add up to 1, and the first ones are here. */
  | {
      readonly kind: "classes";
      readonly classes: readonly { readonly label: string; readonly share: number }[];
    }
  | { readonly kind: "number"; readonly value: number };

export interface WritingOptions {
  /** Below 1 is more careful, above 1 more daring. */
  readonly temperature: number;
  /** Tokens to write. */
  readonly length: number;
}

export interface Writing {
  /** What the model has read of the prompt: characters that it does not know are left out. */
  readonly prompt: string;
  /** What it has written so far. */
  readonly text: string;
}

/** One file: weights, a model, its card; or a ZIP archive of all of them. */
export type DownloadFormat = "safetensors" | "onnx" | "card" | "folder";

/** What the records say about the work, for the model card. */
export interface WorkSummary {
  readonly contributions: number;
  readonly devices: number;
  /** Times of the first and the last commit, in seconds since 1970. */
  readonly from: number;
  readonly to: number;
}

export interface Download {
  readonly name: string;
  readonly content: Blob;
}

export interface ModelApi {
  describe(link: string | null): Promise<ModelAnswer<ProjectCard>>;
  /** Opens the data and the last head that this browser keeps, for what follows. */
  form(link: string | null): Promise<ModelAnswer<TrialForm>>;
  /** @param turn any whole number from 0 on: another one gives another sample */
  example(link: string | null, turn: number): Promise<ModelAnswer<TrialExample>>;
  /**
   * Lets a text model write on.
   * @param onText hears what is written so far, after every few tokens; writing ends when it answers false
   */
  generate(
    link: string | null,
    prompt: string,
    options: WritingOptions,
    onText: (writing: Writing) => boolean | Promise<boolean>,
  ): Promise<ModelAnswer<Writing>>;
  /** @param cells as in an example */
  predict(link: string | null, cells: readonly string[]): Promise<ModelAnswer<Prediction>>;
  /** @param pixels 0 to 255, [height × width] */
  classify(link: string | null, pixels: Uint8Array): Promise<ModelAnswer<Prediction>>;
  /** @param work null where no records are known */
  download(
    link: string | null,
    format: DownloadFormat,
    work: WorkSummary | null,
  ): Promise<ModelAnswer<Download>>;
}
