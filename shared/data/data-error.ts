import { TabloomError } from "../core/errors.ts";

/** Data that cannot be trained on. The message says what is wrong, `advice` what would work; both are for people. */
export class DataError extends TabloomError {
  override readonly name = "DataError";
  readonly advice: string;

  constructor(problem: string, advice: string, options?: ErrorOptions) {
    super(problem, options);
    this.advice = advice;
  }
}
