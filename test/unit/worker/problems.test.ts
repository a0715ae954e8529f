import { expect, test } from "vitest";
import { NonFiniteError } from "../../../shared/core/errors.ts";
import { DataError } from "../../../shared/data/data-error.ts";
import { BackendError } from "../../../worker/engine/adaptive-engine.ts";
import { KeyStoreError } from "../../../worker/identity/key-store-error.ts";
import { describeProblem } from "../../../worker/problems.ts";

test("data that cannot be learned brings its own words", () => {
  const problem = describeProblem(new DataError("It is empty.", "Choose another."));
  expect(problem).toEqual({ title: "It is empty.", advice: "Choose another." });
});

test.each(["forbidden", "full", "blocked", "gone", "damaged"] as const)(
  "keys that cannot be kept (%s) bring their own words, and training goes on",
  (fault) => {
    const error = new KeyStoreError(fault);
    const { title, advice } = describeProblem(error);
    expect(title).toBe(error.message);
    expect(advice).toMatch(/Training goes on/);
  },
);

test("a full disk is recognised by its name, and inside the message of the database", () => {
  const plain = describeProblem(new DOMException("full", "QuotaExceededError"));
  const wrapped = describeProblem(
    Object.assign(new Error("QuotaExceededError: full"), { name: "AbortError" }),
  );
  expect(plain.title).toMatch(/no room left/);
  expect(wrapped).toEqual(plain);
});

test.for([
  new NonFiniteError("the loss is NaN"),
  new BackendError("No way to train works in this browser."),
  new TypeError("x is not a function"),
  "a thrown text",
])("%s says what happened and what is kept", (error) => {
  const { title, advice } = describeProblem(error);
  expect(title).toContain(error instanceof Error ? error.message : error);
  expect(advice).toContain("Everything up to the last round is kept.");
});
