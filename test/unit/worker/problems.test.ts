import { expect, test } from "vitest";
import { NonFiniteError } from "../../../shared/core/errors.ts";
import { DataError } from "../../../shared/data/data-error.ts";
import { problemInEnglish, tell } from "../../../shared/problems/problem.ts";
import { HeadSaveError } from "../../../shared/swarm/head-store.ts";
import { BackendError } from "../../../worker/engine/adaptive-engine.ts";
import { KeyStoreError } from "../../../worker/identity/key-store-error.ts";
import { describeProblem, endOfProblem } from "../../../worker/problems.ts";
import { LedgerStoreError } from "../../../worker/storage/ledger-store-error.ts";
import { DamagedHeadError } from "../../../worker/swarm/run-errors.ts";

test("data that cannot be learned say what is wrong with them, in a run and in a trial", () => {
  const error = new DataError("gzip", { name: "novel.gz" });
  expect(describeProblem(error)).toEqual(tell("data.gzip", { name: "novel.gz" }));
  expect(describeProblem(error, "trial")).toEqual(error.problem);
});

test.each(["forbidden", "full", "blocked", "gone", "damaged"] as const)(
  "keys that cannot be kept (%s) say so, and training goes on",
  (fault) => {
    const problem = describeProblem(new KeyStoreError(fault));
    expect(problem).toEqual(tell(`keys.${fault}`));
    expect(problemInEnglish(problem).advice).toMatch(/Training goes on/);
  },
);

test("a full disk is recognised by its name, and inside the message of the database", () => {
  const plain = describeProblem(new DOMException("full", "QuotaExceededError"));
  const wrapped = describeProblem(
    Object.assign(new Error("QuotaExceededError: full"), { name: "AbortError" }),
  );
  expect(plain).toEqual(tell("run.no-room"));
  expect(wrapped).toEqual(plain);
});

test.each([
  ["itself", new DOMException("full", "QuotaExceededError")],
  ["by the database", Object.assign(new Error("QuotaExceededError: full"), { name: "AbortError" })],
])("a model that cannot be saved, because the disk is full, which is told %s, says so", (_name, cause) => {
  expect(describeProblem(new HeadSaveError(cause))).toEqual(tell("run.no-room"));
});

test("a model that cannot be saved says why, in the browser's words", () => {
  const problem = describeProblem(new HeadSaveError(new Error("the disk is asleep")));
  expect(problem).toEqual(tell("run.unsaved", {}, "the disk is asleep"));
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
  ["not-finite", new NonFiniteError("the loss is NaN")],
  ["no-backend", new BackendError("webgpu: no-webgpu.")],
  ["unknown", new TypeError("x is not a function")],
  ["unknown", "a thrown text"],
] as const)("%s quotes what was thrown, and says what is kept", ([fault, error]) => {
  const detail = error instanceof Error ? error.message : error;
  const [run, trial] = [describeProblem(error), describeProblem(error, "trial")];
  expect([run, trial]).toEqual([tell(`run.${fault}`, {}, detail), tell(`trial.${fault}`, {}, detail)]);
  expect(problemInEnglish(run).advice).toContain("Everything up to the last round is kept.");
  expect(problemInEnglish(trial).advice).toContain("Nothing was published");
});

test("what crosses between threads is plain and bounded", () => {
  const problem = describeProblem(new Error("x".repeat(1_000_000)));
  expect(problem.detail.length).toBeLessThan(1000);
  expect(structuredClone(problem)).toEqual(problem);
});
