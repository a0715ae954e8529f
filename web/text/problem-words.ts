/** Problems as people read them: those of the workers, whose English comes with english-of-problems.ts, and the page's own. */
import type { ReactNode } from "react";
import type { Problem } from "../../shared/problems/problem.ts";
import { say } from "../messages/say.ts";
import { type Crash, sayCrash } from "../run/crash-problem.ts";
import { type FileProblem, sayFileProblem } from "./file-problem.ts";

export interface ProblemWords {
  readonly title: string;
  readonly advice: ReactNode;
  /** What a browser or somebody else said about it, in their language. */
  readonly detail?: string;
}

/** In the language that is shown. */
export const sayProblem = ({ code, values, detail }: Problem) => ({
  title: say(`problem.${code}.title`, values),
  advice: say(`problem.${code}.advice`, values),
  detail,
});

export type SayableProblem = Problem | Crash | FileProblem | ProblemWords;

export function wordsOf(problem: SayableProblem): ProblemWords {
  if ("code" in problem) return sayProblem(problem);
  if ("crash" in problem) return sayCrash(problem);
  return "file" in problem ? sayFileProblem(problem) : problem;
}
