import { say } from "../messages/say.ts";
import type { ProblemWords } from "./problem-words.ts";

/** For browsers that lack what no training can do without. */
export const unsupportedProblem = (): ProblemWords => ({
  title: say("unsupported.title"),
  advice: say("unsupported.advice"),
});
