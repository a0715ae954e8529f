import type { Problem } from "../../worker/api.ts";
import { say } from "../messages/say.ts";

/** For browsers that lack what no training can do without. */
export const unsupportedProblem = (): Problem => ({
  title: say("unsupported.title"),
  advice: say("unsupported.advice"),
});
