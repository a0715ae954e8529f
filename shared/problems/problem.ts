/**
 * What can go wrong and be told to people, as a code and values: the page says it in its language, the command line in English. en.json beside has the English of
 * all of it; what is said about bundles that fail is there too (shared/verify/failure.ts).
 */
import { TabloomError } from "../core/errors.ts";
import english from "./en.json";
import { fillIn, type Values } from "./fill-in.ts";

type MessageId = keyof typeof english.problems;
type CodeIn<Id, Start extends string, End extends string> = Id extends `${Start}${infer Code}${End}`
  ? Code
  : never;

/** Each has a title and advice: what happened, and what was kept or what to do. */
export type ProblemCode = CodeIn<MessageId, "problem.", ".title">;
/** Each has one sentence, without a full stop. */
export type ReasonCode = CodeIn<MessageId, "reason.", "">;

/** Plain and bounded: it crosses between threads, and parts of it can be a stranger's text. */
export interface Told<Code extends string> {
  readonly code: Code;
  readonly values: Values;
  /** What a browser, a library or a stranger said about it, in their words; may be empty. */
  readonly detail: string;
}

export type Problem = Told<ProblemCode>;
export type Reason = Told<ReasonCode>;

const VALUE_LENGTH = 600;

/** Cuts what is too long. */
export function tell<Code extends string>(code: Code, values: Values = {}, detail = ""): Told<Code> {
  const bounded = Object.entries(values).map(([name, value]) => [name, bound(value)] as const);
  return { code, values: Object.fromEntries(bounded), detail: String(bound(detail)) };
}

const bound = (value: string | number): string | number =>
  typeof value === "string" && value.length > VALUE_LENGTH ? `${value.slice(0, VALUE_LENGTH - 1)}…` : value;

/** In English. A detail goes on the title. */
export function problemInEnglish({ code, values, detail }: Problem): {
  readonly title: string;
  readonly advice: string;
} {
  const title = fillIn(english.problems[`problem.${code}.title`], values);
  return {
    title: detail === "" ? title : `${title.replace(/\.$/, "")}: ${detail.replace(/\.$/, "")}.`,
    advice: fillIn(english.problems[`problem.${code}.advice`], values),
  };
}

/** In English, without a full stop. A detail goes on it. */
export function reasonInEnglish({ code, values, detail }: Reason): string {
  const sentence = fillIn(english.problems[`reason.${code}`], values);
  return detail === "" ? sentence : `${sentence}: ${detail}`;
}

/** An error that people are told of. Its message and `advice` are English, for the command line and for developers. */
export abstract class ProblemError extends TabloomError {
  readonly problem: Problem;
  readonly advice: string;

  constructor(problem: Problem, options?: ErrorOptions) {
    const { title, advice } = problemInEnglish(problem);
    super(title, options);
    this.problem = problem;
    this.advice = advice;
  }
}
