import { expect } from "vitest";
import { DataError } from "../../../shared/data/data-error.ts";

/** Runs `action`, which must refuse its data with a problem like `problem` and some advice. */
export function expectDataError(action: () => unknown, problem: RegExp): void {
  let caught: unknown;
  try {
    action();
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(DataError);
  const { message, advice } = caught as DataError;
  expect(message).toMatch(problem);
  expect(message).toMatch(/\.$/);
  expect(advice).toMatch(/^[A-Z].*\.$/);
}
