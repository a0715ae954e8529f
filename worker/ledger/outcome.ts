/** Actions that can be refused: what a person can do something about is answered, everything else stays an error. */
import type { Values } from "../../shared/problems/fill-in.ts";
import { type ProblemCode, ProblemError, tell } from "../../shared/problems/problem.ts";
import type { Outcome } from "../ledger-api.ts";

type Refusal = ProblemCode extends infer Code ? (Code extends `refused.${infer Why}` ? Why : never) : never;

/** Something that a person asked for cannot be done. */
export class RefusedError extends ProblemError {
  override readonly name: string = "RefusedError";

  /** @param detail why, in somebody else's words */
  constructor(why: Refusal, values: Values = {}, detail = "") {
    super(tell(`refused.${why}`, values, detail));
  }
}

export async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof ProblemError) return { ok: false, problem: error.problem };
    throw error;
  }
}
