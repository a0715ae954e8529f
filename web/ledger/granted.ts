/** What the ledger was asked to change: granted, or refused with a reason. */
import type { Outcome } from "../../worker/ledger-api.ts";
import "../messages/english-of-problems.ts";
import { sayProblem } from "../text/problem-words.ts";
import { RefusedError } from "./use-action.ts";

/** The value of what was granted. @throws RefusedError with the reason, for people */
export function granted<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  const { title, advice } = sayProblem(outcome.problem);
  throw new RefusedError(`${title} ${advice}`);
}
