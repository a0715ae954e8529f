/** A project that is to be: what its maker has entered, what the files hold, and how the trial went. */
import type { TrialVerdict } from "../../shared/project/trial.ts";
import type { ModelName } from "../../shared/training/defaults.ts";
import type { Problem, ProjectWishes } from "../../worker/api.ts";
import type { DataLook, TrialResult, TrialStep } from "../../worker/trial-api.ts";

/** What may be done with the data, or the maker's own words; empty: not said yet. */
export type LicenceChoice = "" | "cc0" | "cc-by" | "own" | "other";

/** What stands in the manifest, for everybody: names of licences as model cards have them, and English. */
const LICENCES: Readonly<Record<Exclude<LicenceChoice, "" | "other">, string>> = {
  cc0: "CC0-1.0",
  "cc-by": "CC-BY-4.0",
  own: "Only for training this project",
};

export interface Words {
  readonly title: string;
  readonly question: string;
  readonly licence: LicenceChoice;
  readonly otherLicence: string;
}

export type LookView =
  | { readonly kind: "none" }
  | { readonly kind: "looking" }
  | { readonly kind: "looked"; readonly data: DataLook }
  /** `isForeign`: the worker's words, which are English. */
  | { readonly kind: "refused"; readonly problem: Problem; readonly isForeign: boolean };

export type TrialView =
  | { readonly kind: "none" }
  /** `last`: null while the engine is loaded. */
  | { readonly kind: "running"; readonly last: TrialStep | null }
  | { readonly kind: "failed"; readonly problem: Problem; readonly isForeign: boolean }
  | { readonly kind: "done"; readonly result: TrialResult };

export type PublishView =
  | { readonly kind: "none" }
  /** The run begins, which signs the project. */
  | { readonly kind: "publishing" }
  | { readonly kind: "failed"; readonly problem: Problem }
  /** `link`: as in the page's address. */
  | { readonly kind: "published"; readonly link: string; readonly title: string };

export interface CreateView {
  readonly words: Words;
  readonly files: readonly File[];
  readonly look: LookView;
  readonly model: ModelName | null;
  readonly trial: TrialView;
  readonly publish: PublishView;
}

export const EMPTY_WORDS: Words = { title: "", question: "", licence: "", otherLicence: "" };

export const EMPTY_VIEW: CreateView = {
  words: EMPTY_WORDS,
  files: [],
  look: { kind: "none" },
  model: null,
  trial: { kind: "none" },
  publish: { kind: "none" },
};

/** What is still to be done before a project can be published; null for nothing. In the order of the screen. */
export type Missing = "data" | "title" | "licence" | "trial" | "learning";

export function missingOf({ look, words, trial }: CreateView): Missing | null {
  if (look.kind !== "looked") return "data";
  if (words.title.trim() === "") return "title";
  if (licenceOf(words) === "") return "licence";
  if (trial.kind !== "done") return "trial";
  return mayPublish(trial.result.verdict) ? null : "learning";
}

/** What learns by heart still learns: others may have more of the data, and its maker was told. */
const mayPublish = (verdict: TrialVerdict): boolean => verdict !== "learns-nothing";

/** As it is signed. */
export function wishesOf({ words }: CreateView, model: ModelName): ProjectWishes {
  return { name: words.title.trim(), question: words.question.trim(), licence: licenceOf(words), model };
}

const licenceOf = ({ licence, otherLicence }: Words): string =>
  licence === "other" ? otherLicence.trim() : licence === "" ? "" : LICENCES[licence];

/** A file's name without its ending: where a title begins. */
export function titleOf([file]: readonly File[], maximum: number): string {
  const bare = (file?.name ?? "").replace(/(\.(txt|text|md|csv|tsv|json|html?|gz))+$/i, "");
  return bare
    .replaceAll(/[_\s]+/g, " ")
    .trim()
    .slice(0, maximum);
}
