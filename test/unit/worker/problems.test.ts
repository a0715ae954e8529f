import { expect, test } from "vitest";
import { NonFiniteError } from "../../../shared/core/errors.ts";
import { DataError } from "../../../shared/data/data-error.ts";
import { HeadSaveError } from "../../../shared/swarm/head-store.ts";
import { BackendError } from "../../../worker/engine/adaptive-engine.ts";
import { KeyStoreError } from "../../../worker/identity/key-store-error.ts";
import { describeProblem, endOfProblem } from "../../../worker/problems.ts";
import { LedgerStoreError } from "../../../worker/storage/ledger-store-error.ts";
import { DamagedHeadError } from "../../../worker/swarm/run-errors.ts";

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

test.each([
  ["itself", new DOMException("full", "QuotaExceededError")],
  ["by the database", Object.assign(new Error("QuotaExceededError: full"), { name: "AbortError" })],
])("a model that cannot be saved, because the disk is full, which is told %s, says so", (_name, cause) => {
  expect(describeProblem(new HeadSaveError(cause)).title).toMatch(/no room left/);
});

test("a model that cannot be saved says why", () => {
  const { title, advice } = describeProblem(new HeadSaveError(new Error("the disk is asleep")));
  expect(title).toMatch(/could not save the model: the disk is asleep/);
  expect(advice).toMatch(/a reload loses/);
});

test("what is wrong with saving the model is over when it is saved", () => {
  for (const error of [new HeadSaveError(new Error("full")), new DamagedHeadError(3)])
    expect(endOfProblem(error)).toBe("saved");
});

test.each(["forbidden", "full", "blocked", "outdated", "deleted", "broken"] as const)(
  "receipts that cannot be kept (%s) are over when some can be again",
  (fault) => expect(endOfProblem(new LedgerStoreError(fault))).toBe("receipts-kept"),
);

test.for([
  new LedgerStoreError("taken"),
  new LedgerStoreError("lost-feed"),
  new KeyStoreError("full"),
  new NonFiniteError("the loss is NaN"),
  new DOMException("full", "QuotaExceededError"),
  "a thrown text",
])("%s is over only with the run", (error) => expect(endOfProblem(error)).toBeNull());

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
