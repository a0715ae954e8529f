/** A project that is to be: what its maker has entered, what the files hold, and how the trial went. */
import type { TrialVerdict } from "../../shared/project/trial.ts";
import type { ModelName } from "../../shared/training/defaults.ts";
import type { ProjectWishes } from "../../worker/api.ts";
import type { DataLook, TrialResult, TrialStep } from "../../worker/trial-api.ts";
import type { SayableProblem } from "../text/problem-words.ts";

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
  /** `files`: those that were read, whose names the problem does not say. */
  | { readonly kind: "refused"; readonly problem: SayableProblem; readonly files: readonly File[] };

export type TrialView =
  | { readonly kind: "none" }
  /** `last`: null while the engine is loaded. */
  | { readonly kind: "running"; readonly last: TrialStep | null }
  | { readonly kind: "failed"; readonly problem: SayableProblem }
  | { readonly kind: "done"; readonly result: TrialResult };

export type PublishView =
  | { readonly kind: "none" }
  /** The run begins, which signs the project. */
  | { readonly kind: "publishing" }
  | { readonly kind: "failed"; readonly problem: SayableProblem }
  /** `link`: as in the page's address. */
  | { readonly kind: "published"; readonly link: string; readonly title: string };

export interface CreateView {
  readonly words: Words;
  readonly files: readonly File[];
  readonly look: LookView;
  /** A tokenizer.json that was left out again; the text beside it stays. */
  readonly refusedTokenizer: { readonly problem: SayableProblem } | null;
  readonly model: ModelName | null;
  readonly trial: TrialView;
  readonly publish: PublishView;
}

export const EMPTY_WORDS: Words = { title: "", question: "", licence: "", otherLicence: "" };

export const EMPTY_VIEW: CreateView = {
  words: EMPTY_WORDS,
  files: [],
  look: { kind: "none" },
  refusedTokenizer: null,
  model: null,
  trial: { kind: "none" },
  publish: { kind: "none" },
};

/** "reading": the file is chosen; the tab has to read it. "learning": there was a trial, in vain. */
export type Missing = "data" | "reading" | "title" | "licence" | "trial" | "learning";

/** What is still to be done before a project can be published, in the order of the screen. */
export function missingOf({ look, words, trial }: CreateView): readonly Missing[] {
  const missing: (Missing | false)[] = [
    look.kind !== "looked" && (look.kind === "looking" ? "reading" : "data"),
    words.title.trim() === "" && "title",
    licenceOf(words) === "" && "licence",
    trial.kind !== "done" && "trial",
    trial.kind === "done" && !mayPublish(trial.result.verdict) && "learning",
  ];
  return missing.filter((each) => each !== false);
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
