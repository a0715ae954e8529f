import { type ProblemCode, ProblemError, tell } from "../problems/problem.ts";
import type { Values } from "../problems/fill-in.ts";

/** What is wrong with data: `problem.data.…` of shared/problems/en.json. */
export type DataFault = ProblemCode extends infer Code
  ? Code extends `data.${infer Fault}`
    ? Fault
    : never
  : never;

/** Data that cannot be trained on. */
export class DataError extends ProblemError {
  override readonly name = "DataError";

  /** @param detail what somebody else said about it, in their words */
  constructor(
    fault: DataFault,
    values: Values = {},
    { detail, ...options }: ErrorOptions & { readonly detail?: string } = {},
  ) {
    super(tell(`data.${fault}`, values, detail), options);
  }
}
